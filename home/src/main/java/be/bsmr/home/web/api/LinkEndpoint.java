package be.bsmr.home.web.api;

import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.LinkHealth;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/** {@code GET /api/link}: how the cable to the meter does, also before the first reading. */
public final class LinkEndpoint implements HttpHandler {

    private final LatestState latest;
    private final SiteJson json;

    public LinkEndpoint(LatestState latest, SiteJson json) {
        this.latest = latest;
        this.json = json;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        ObjectNode link =
                latest.state().map(json::link).orElseGet(() -> json.link(LinkHealth.INITIAL));
        latest.age().ifPresent(age -> link.put("age_s", age.toSeconds()));
        Answers.json(exchange, link.toString());
    }
}
