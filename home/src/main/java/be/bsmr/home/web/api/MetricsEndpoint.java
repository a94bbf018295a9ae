package be.bsmr.home.web.api;

import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.MetricSample;
import be.bsmr.home.messages.ProgramHealth;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** {@code GET /metrics}: the state in numbers, for Prometheus. */
public final class MetricsEndpoint implements HttpHandler {

    private final LatestState latest;
    private final ProgramHealth program;

    public MetricsEndpoint(LatestState latest, ProgramHealth program) {
        this.latest = latest;
        this.program = program;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Metrics.Exposition metrics =
                Metrics.of(
                        MetricSample.of(
                                latest.step().orElse(null),
                                latest.age().orElse(null),
                                program.store(),
                                program.feed()),
                        exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, metrics.contentType());
        exchange.getResponseSender().send(metrics.body());
    }
}
