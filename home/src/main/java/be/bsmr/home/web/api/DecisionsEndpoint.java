package be.bsmr.home.web.api;

import be.bsmr.control.Decision;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.series.Past;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /api/decisions}: what was decided lately and why, in words, the newest first; with
 * {@code ?from=…&to=…} what was decided in that time, as far as it is kept.
 */
public final class DecisionsEndpoint implements HttpHandler {

    private static final int MOST = 500;
    private static final int MOST_ASKED = 4;
    private static final String EXAMPLE = "/api/v1/decisions?from=2026-11-26&to=2026-11-27";

    private final LatestState latest;
    private final SiteJson json;
    private final Supplier<Optional<Past>> past;
    private final SlowAnswers slowly = new SlowAnswers(MOST_ASKED, MOST_ASKED);

    /**
     * @param past empty while nothing is kept
     */
    public DecisionsEndpoint(LatestState latest, SiteJson json, Supplier<Optional<Past>> past) {
        this.latest = latest;
        this.json = json;
        this.past = past;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (exchange.getQueryParameters().isEmpty()) {
            Answers.json(exchange, inWords(latest.decisions()));
            return;
        }
        if (!SlowAnswers.mayAsk(exchange)) {
            return;
        }
        Period period;
        try {
            period =
                    Period.of(
                            new Parameters(exchange.getQueryParameters(), Period.NAMES, EXAMPLE),
                            json.zone());
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        Past kept = past.get().orElse(null);
        if (kept == null) {
            Answers.nothing(exchange, "nothing is kept here");
            return;
        }
        slowly.answer(
                exchange,
                () -> {
                    try {
                        Answers.json(
                                exchange,
                                inWords(kept.decisions(period.from(), period.to(), MOST)));
                    } catch (UncheckedIOException e) {
                        Answers.refuse(
                                exchange,
                                StatusCodes.SERVICE_UNAVAILABLE,
                                "what is kept cannot be read");
                    }
                });
    }

    private String inWords(List<Decision> decisions) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        SiteStep step = latest.step().orElse(null);
        for (Decision d : decisions) {
            list.add(step == null ? json.decision(d) : json.decisionInWords(d, step.loads()));
        }
        return list.toString();
    }
}
