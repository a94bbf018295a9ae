package be.bsmr.home.web.api;

import be.bsmr.home.words.Language;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.function.Function;

/**
 * {@code GET /api/telegram?lang=nl}: what the meter said last, line by line in plain words, and how
 * its line does. The newest minute is read anew for each who asks: so on a worker, two questions of
 * an address at a time, and not for a page of another site.
 */
public final class TelegramEndpoint implements HttpHandler {

    private static final String EXAMPLE = "/api/v1/telegram?lang=nl";
    private static final int MOST_ASKED = 4;
    private static final int MOST_ASKED_EACH = 2;

    private final Function<Language, ObjectNode> report;
    private final SlowAnswers slowly = new SlowAnswers(MOST_ASKED, MOST_ASKED_EACH);

    public TelegramEndpoint(Function<Language, ObjectNode> report) {
        this.report = report;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!SlowAnswers.mayAsk(exchange)) {
            return;
        }
        Language language;
        try {
            language =
                    new Parameters(exchange.getQueryParameters(), List.of("lang"), EXAMPLE)
                            .language();
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        slowly.answer(exchange, () -> Answers.json(exchange, report.apply(language).toString()));
    }
}
