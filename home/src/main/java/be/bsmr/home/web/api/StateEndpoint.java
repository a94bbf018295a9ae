package be.bsmr.home.web.api;

import be.bsmr.home.messages.LatestState;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/**
 * {@code GET /api/state}: the newest state with all points of the running quarter; 503 before the
 * first reading.
 */
public final class StateEndpoint implements HttpHandler {

    private final LatestState latest;
    private final PageState state;

    public StateEndpoint(LatestState latest, PageState state) {
        this.latest = latest;
        this.state = state;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!latest.hasReading()) {
            Answers.noReading(exchange);
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(state.snapshotBytes());
    }
}
