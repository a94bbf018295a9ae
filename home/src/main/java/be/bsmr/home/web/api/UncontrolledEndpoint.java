package be.bsmr.home.web.api;

import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Past;
import be.bsmr.otherwise.Question;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/uncontrolled}: what the month peaks would have been without control, as {@code
 * /api/otherwise} answers it; worked out once a quarter-hour. 404 when nothing is kept.
 */
public final class UncontrolledEndpoint implements HttpHandler {

    private record Known(Extent of, String answer) {}

    private final Supplier<Optional<Past>> past;
    private final PastAnswers answers;
    private final SlowAnswers slowly = new SlowAnswers(2, 2);
    private volatile @Nullable Known known;

    public UncontrolledEndpoint(Supplier<Optional<Past>> past, PastAnswers answers) {
        this.past = past;
        this.answers = answers;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!SlowAnswers.mayAsk(exchange)) {
            return;
        }
        Past kept = past.get().orElse(null);
        if (kept == null) {
            Answers.nothing(exchange, "nothing is kept here");
            return;
        }
        slowly.answer(exchange, () -> answer(exchange, kept));
    }

    private void answer(HttpServerExchange exchange, Past kept) {
        try {
            Answers.json(exchange, answer(kept));
        } catch (UncheckedIOException e) {
            Answers.refuse(exchange, 503, "what is kept cannot be read");
        }
    }

    private synchronized String answer(Past kept) {
        Extent now = kept.span().orElse(null);
        Known before = known;
        if (before != null && before.of.equals(now)) {
            return before.answer;
        }
        String answer = answers.answer(kept, new Question.Uncontrolled(), share -> {}).toString();
        known = now == null ? null : new Known(now, answer);
        return answer;
    }
}
