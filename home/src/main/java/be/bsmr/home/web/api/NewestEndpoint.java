package be.bsmr.home.web.api;

import be.bsmr.control.LoadNow;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.Optional;
import java.util.function.Function;

/**
 * One part of the newest state alone, in the words of its topic: {@code GET /api/v1/reading},
 * {@code /quarter}, {@code /peaks}, {@code /loads} and {@code /loads/{id}}; 503 before the first
 * reading.
 */
public final class NewestEndpoint {

    private final LatestState latest;
    private final SiteJson json;

    public NewestEndpoint(LatestState latest, SiteJson json) {
        this.latest = latest;
        this.json = json;
    }

    /** The newest telegram. */
    public HttpHandler reading() {
        return telling(
                step -> {
                    SiteState state = step.state();
                    return Optional.ofNullable(state.last())
                            .map(last -> json.reading(last, state.metering().grid()));
                });
    }

    /** The running quarter-hour. */
    public HttpHandler quarter() {
        return telling(step -> Optional.of(json.quarter(step.state())).filter(q -> !q.isEmpty()));
    }

    /** The peak of each month. */
    public HttpHandler peaks() {
        return telling(step -> Optional.of(json.peaks(step.state())));
    }

    /** Where each load stands. */
    public HttpHandler loads() {
        return telling(
                step -> {
                    ArrayNode loads = JsonNodeFactory.instance.arrayNode();
                    step.loads().forEach(load -> loads.add(json.load(load)));
                    return Optional.of(loads);
                });
    }

    private HttpHandler telling(Function<SiteStep, Optional<? extends JsonNode>> part) {
        return exchange -> {
            Optional<? extends JsonNode> told = latest.step().flatMap(part);
            if (latest.hasReading() && told.isPresent()) {
                Answers.json(exchange, told.get().toString());
            } else {
                Answers.noReading(exchange);
            }
        };
    }

    /** Where the load stands that the address names. */
    public void load(HttpServerExchange exchange) {
        SiteStep step = latest.step().orElse(null);
        if (step == null || !latest.hasReading()) {
            Answers.noReading(exchange);
            return;
        }
        String id = Visit.named(exchange, "id");
        Optional<LoadNow> load =
                step.loads().stream().filter(l -> l.load().id().equals(id)).findFirst();
        if (load.isPresent()) {
            Answers.json(exchange, json.load(load.get()).toString());
        } else {
            Answers.refuse(exchange, StatusCodes.NOT_FOUND, "there is no such load");
        }
    }
}
