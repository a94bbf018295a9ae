package be.bsmr.home.web.api;

import be.bsmr.home.json.Fields;
import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Past;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /api/seconds}: from when to when every second is kept, and how many days that is. 404
 * when none is.
 */
public final class SecondsEndpoint implements HttpHandler {

    private static final double DAY = Duration.ofDays(1).toSeconds();

    private final Supplier<Optional<Past>> past;
    private final Fields fields;
    private final SlowAnswers slowly = new SlowAnswers(4, 4);

    /**
     * @param zone of the times that are told
     */
    public SecondsEndpoint(Supplier<Optional<Past>> past, ZoneId zone) {
        this.past = past;
        fields = new Fields(zone);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (SlowAnswers.mayAsk(exchange)) {
            slowly.answer(exchange, () -> answer(exchange));
        }
    }

    private void answer(HttpServerExchange exchange) {
        try {
            Optional<Extent> kept = past.get().flatMap(Past::seconds);
            if (kept.isEmpty()) {
                Answers.nothing(exchange, "no second is kept here");
                return;
            }
            ObjectNode node = Fields.object();
            fields.putTime(node, "from", kept.get().begin());
            fields.putTime(node, "to", kept.get().end());
            double days = Duration.between(kept.get().begin(), kept.get().end()).toSeconds() / DAY;
            node.put("days", Math.round(days * 10) / 10.0);
            Answers.json(exchange, node.toString());
        } catch (UncheckedIOException e) {
            Answers.refuse(exchange, 503, "what is kept cannot be read");
        }
    }
}
