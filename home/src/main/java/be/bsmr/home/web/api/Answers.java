package be.bsmr.home.web.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How programs are answered: JSON, and when they cannot be, below {@code /api/v1} a problem as RFC
 * 9457 has it, elsewhere an object with the reason as its one key.
 */
public final class Answers {

    /** What all addresses of programs begin with. */
    public static final String V1 = "/api/v1";

    private static final String JSON = "application/json";

    private Answers() {}

    /** Whether an address below {@code /api/v1} was asked, also one that is not there. */
    public static boolean isV1(HttpServerExchange exchange) {
        return exchange.getRequestPath().startsWith(V1 + "/");
    }

    public static void json(HttpServerExchange exchange, String json) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
        exchange.getResponseSender().send(json);
    }

    /** Answers with this status and the reason. */
    public static void refuse(HttpServerExchange exchange, int status, String why) {
        refuse(exchange, status, why, JsonNodeFactory.instance.objectNode());
    }

    /**
     * Answers with this status and the reason.
     *
     * @param more what else is to be said of it
     */
    static void refuse(HttpServerExchange exchange, int status, String why, ObjectNode more) {
        if (isV1(exchange)) {
            problem(exchange, status, why, more);
        } else {
            exchange.setStatusCode(status);
            ObjectNode said = JsonNodeFactory.instance.objectNode().put("error", why);
            json(exchange, said.setAll(more).toString());
        }
    }

    /**
     * Refuses who may not come in, or comes too often: where programs ask with a problem, elsewhere
     * with a line of text for whoever reads it.
     *
     * @param why with what to do instead
     */
    public static void turnAway(HttpServerExchange exchange, int status, String why) {
        if (isV1(exchange)) {
            problem(exchange, status, why, JsonNodeFactory.instance.objectNode());
            return;
        }
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=UTF-8");
        exchange.getResponseSender().send(why + "\n");
    }

    private static void problem(
            HttpServerExchange exchange, int status, String why, ObjectNode more) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "about:blank").put("title", StatusCodes.getReason(status));
        problem.put("status", status).put("detail", why);
        exchange.getResponseSender().send(problem.setAll(more).toString());
    }

    /**
     * There is nothing of that kind: 404 with the reason; to our own page, which asks with {@code
     * X-BSMR} whether there is, 204, since a browser's console takes a 404 for a fault.
     */
    static void nothing(HttpServerExchange exchange, String why) {
        if (exchange.getRequestHeaders().contains(RequestsEndpoint.HEADER)) {
            exchange.setStatusCode(StatusCodes.NO_CONTENT);
            exchange.endExchange();
        } else {
            refuse(exchange, StatusCodes.NOT_FOUND, why);
        }
    }

    /** 503 until the meter has said something; worth another try after a second. */
    static void noReading(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "no reading yet");
    }

    /** What names a body as long as it stays so; weak, for it goes out plain or compressed. */
    public static ETag tag(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return new ETag(true, HexFormat.of().formatHex(Arrays.copyOf(hash, 8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
