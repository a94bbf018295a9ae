package be.bsmr.home.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/** How endpoints answer: JSON, and when they cannot, an object with the reason as its one key. */
final class Answers {

    private static final String JSON = "application/json";

    private Answers() {}

    static void json(HttpServerExchange exchange, String json) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        exchange.getResponseSender().send(json);
    }

    /** Answers {@code {"error": why}} with this status. */
    static void refuse(HttpServerExchange exchange, int status, String why) {
        exchange.setStatusCode(status);
        json(exchange, JsonNodeFactory.instance.objectNode().put("error", why).toString());
    }

    /** 503 until the meter has said something; worth another try after a second. */
    static void noReading(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "no reading yet");
    }
}
