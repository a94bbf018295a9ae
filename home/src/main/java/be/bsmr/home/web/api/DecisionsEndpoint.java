package be.bsmr.home.web.api;

import be.bsmr.control.Decision;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.SiteState;
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
        SiteState state = latest.state().orElse(null);
        for (Decision d : latest.decisions()) {
            list.add(state == null ? json.decision(d) : json.decisionInWords(d, state));
        }
        Answers.json(exchange, list.toString());
    }
}
