package be.bsmr.home.web.api;

import be.bsmr.control.Decision;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/** {@code GET /api/decisions}: what was decided lately and why, in words, the newest first. */
public final class DecisionsEndpoint implements HttpHandler {

    private final LatestState latest;
    private final SiteJson json;

    public DecisionsEndpoint(LatestState latest, SiteJson json) {
        this.latest = latest;
        this.json = json;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        SiteStep step = latest.step().orElse(null);
        for (Decision d : latest.decisions()) {
            list.add(step == null ? json.decision(d) : json.decisionInWords(d, step.loads()));
        }
        Answers.json(exchange, list.toString());
    }
}
