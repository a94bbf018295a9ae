package be.bsmr.home.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/settings}: what the configuration says, secrets left out, to who may change it;
 * 404 when there is no file. {@code POST}, with the header {@code X-BSMR} and a JSON object of keys
 * and texts ({@code null} = as if never written), writes them into the file, which the program then
 * takes; 400 with the configuration's own words when they do not fit.
 */
public final class SettingsEndpoint implements HttpHandler {

    private static final int MOST_BYTES = 4000;
    private static final JsonMapper JSON = new JsonMapper();

    private final @Nullable OwnersSettings settings;

    /**
     * @param settings null when nobody may change them here
     */
    public SettingsEndpoint(@Nullable OwnersSettings settings) {
        this.settings = settings;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        OwnersSettings owners = settings;
        boolean posts = exchange.getRequestMethod().equals(Methods.POST);
        boolean ours = posts ? isOurs(exchange) : SlowAnswers.mayAsk(exchange);
        if (!ours || !RequestsEndpoint.mayChange(exchange)) {
            return;
        }
        if (owners == null) {
            Answers.nothing(
                    exchange, "no configuration file: start with bsmr run --config bsmr.yaml");
        } else if (posts) {
            Body.read(
                    exchange,
                    "a JSON object of keys and values",
                    MOST_BYTES,
                    (asked, body) -> asked.dispatch(() -> change(asked, owners, body)));
        } else {
            exchange.dispatch(() -> tell(exchange, owners));
        }
    }

    private static boolean isOurs(HttpServerExchange exchange) {
        boolean ours = exchange.getRequestHeaders().contains(RequestsEndpoint.HEADER);
        if (!ours) {
            Answers.refuse(exchange, StatusCodes.FORBIDDEN, "send the header X-BSMR: 1 with it");
        }
        return ours;
    }

    private static void tell(HttpServerExchange exchange, OwnersSettings owners) {
        try {
            Answers.json(exchange, owners.values().toString());
        } catch (IOException e) {
            Answers.refuse(exchange, StatusCodes.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static void change(HttpServerExchange exchange, OwnersSettings owners, String body) {
        try {
            owners.change(changes(body));
            Answers.json(exchange, "{\"saved\": true}");
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            Answers.refuse(exchange, StatusCodes.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, @Nullable String> changes(String body) {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON", e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException("the body is a JSON object of keys and values");
        }
        Map<String, @Nullable String> changes = new LinkedHashMap<>();
        tree.properties()
                .forEach(
                        e -> {
                            if (e.getValue().isContainerNode()) {
                                throw new IllegalArgumentException(
                                        e.getKey() + " is a text, a number or null here");
                            }
                            changes.put(
                                    e.getKey(),
                                    e.getValue().isNull() ? null : e.getValue().asText());
                        });
        return changes;
    }
}
