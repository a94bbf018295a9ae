package be.bsmr.home.web.api;

import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.site.SiteState;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/bill}: what the month peaks cost; 404 when nobody has said where the house is,
 * 503 before the first reading.
 */
public final class BillEndpoint implements HttpHandler {

    private final LatestState latest;
    private final @Nullable BillJson bill;

    /**
     * @param bill null when the area is not known
     */
    public BillEndpoint(LatestState latest, @Nullable BillJson bill) {
        this.latest = latest;
        this.bill = bill;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        SiteState state = latest.state().orElse(null);
        if (bill == null) {
            Answers.refuse(exchange, StatusCodes.NOT_FOUND, "no tariff.area in the configuration");
        } else if (state == null || state.foresight().outlook() == null) {
            Answers.noReading(exchange);
        } else {
            Answers.json(exchange, bill.bill(state).toString());
        }
    }
}
