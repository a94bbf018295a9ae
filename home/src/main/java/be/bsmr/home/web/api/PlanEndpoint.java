package be.bsmr.home.web.api;

import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/plan}: how the coming day is meant to go; 404 while nothing is planned. */
public final class PlanEndpoint implements HttpHandler {

    private final LatestState latest;
    private final SiteJson json;
    private final @Nullable BillJson bill;

    /**
     * @param bill says what the level that is filled costs; null when the area is not known
     */
    public PlanEndpoint(LatestState latest, SiteJson json, @Nullable BillJson bill) {
        this.latest = latest;
        this.json = json;
        this.bill = bill;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        SiteStep step = latest.step().orElse(null);
        ObjectNode plan = step == null ? null : json.plan(step);
        if (step == null || plan == null) {
            Answers.nothing(exchange, "nothing is planned");
            return;
        }
        if (bill != null) {
            bill.ofLevel(step.state()).ifPresent(euro -> plan.put("eur_per_year", euro));
        }
        Answers.json(exchange, plan.toString());
    }
}
