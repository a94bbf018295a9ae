package be.bsmr.home.web.api;

import be.bsmr.home.words.Language;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address where owners set up the house, and no token: a program that switches loads need not be
 * able to let others in. {@code GET} tells how it is, {@code POST} with a JSON object changes it;
 * 400 with the reason when that does not fit, 409 when the disk does not let us, 404 when there is
 * nothing of the kind here.
 */
public final class OwnersEndpoint implements HttpHandler {

    private static final int MOST_BYTES = 8000;
    private static final JsonMapper JSON = new JsonMapper();

    private final @Nullable OwnersAnswers answers;
    private final String nothing;

    /**
     * @param answers null when there is nothing of the kind here
     * @param nothing why that is, and what to do
     */
    public OwnersEndpoint(@Nullable OwnersAnswers answers, String nothing) {
        this.answers = answers;
        this.nothing = nothing;
    }

    /** What may be asked in any house. */
    public OwnersEndpoint(OwnersAnswers answers) {
        this(answers, "");
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        OwnersAnswers known = answers;
        boolean posts = exchange.getRequestMethod().equals(Methods.POST);
        if (!posts && !SlowAnswers.mayAsk(exchange)) {
            return;
        }
        if (known == null) {
            Answers.nothing(exchange, nothing);
        } else if (posts) {
            Body.read(
                    exchange,
                    "a JSON object",
                    MOST_BYTES,
                    (asked, body) ->
                            asked.dispatch(
                                    () -> answer(asked, who -> known.take(who, object(body)))));
        } else {
            exchange.dispatch(() -> answer(exchange, known::tell));
        }
    }

    private interface Answer {
        ObjectNode to(OwnersAnswers.Asking who) throws IOException;
    }

    private static void answer(HttpServerExchange exchange, Answer answer) {
        try {
            Language language =
                    new Parameters(exchange.getQueryParameters(), List.of("lang"), "?lang=nl")
                            .language();
            ObjectNode said = answer.to(new OwnersAnswers.Asking(Visit.of(exchange), language));
            if (said.remove("error") instanceof TextNode why) {
                Answers.refuse(exchange, StatusCodes.BAD_REQUEST, why.asText(), said);
            } else {
                Answers.json(exchange, said.toString());
            }
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            Answers.refuse(exchange, StatusCodes.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode object(String body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON", e);
        }
        throw new IllegalArgumentException("the body is a JSON object");
    }
}
