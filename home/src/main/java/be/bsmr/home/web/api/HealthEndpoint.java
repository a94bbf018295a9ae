package be.bsmr.home.web.api;

import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.site.SiteState;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Map;

/**
 * {@code GET /healthz}: 200 as long as this server answers, whatever else is wrong; how the other
 * parts do is in the answer.
 */
public final class HealthEndpoint implements HttpHandler {

    private final LatestState latest;
    private final ProgramHealth program;

    public HealthEndpoint(LatestState latest, ProgramHealth program) {
        this.latest = latest;
        this.program = program;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Map<String, PartReport> reports = program.parts();
        reports.put("meter", meter());
        boolean well = reports.values().stream().allMatch(r -> r.trouble() == null);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", well ? "ok" : "trouble");
        reports.forEach((part, report) -> put(node.putObject(part), report));
        Answers.json(exchange, node.toString());
    }

    private static void put(ObjectNode part, PartReport report) {
        part.put("ok", report.trouble() == null);
        if (report.age() != null) {
            part.put("age_s", Math.max(0, report.age().toSeconds()));
        }
        if (report.trouble() != null) {
            part.put("trouble", report.trouble());
        }
    }

    private PartReport meter() {
        SiteState state = latest.state().orElse(null);
        if (state == null || state.last() == null) {
            return new PartReport(null, "no telegram yet");
        }
        return new PartReport(
                latest.age().orElse(null), state.metering().silent() ? "silent" : null);
    }
}
