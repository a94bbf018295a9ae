package be.bsmr.home.gridmeter;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Deque;

/**
 * A Shelly's methods over HTTP: {@code GET /rpc/EM.GetStatus?id=0}, or the call as JSON in a {@code
 * POST /rpc}.
 */
final class ShellyHttp implements HttpHandler {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String RPC = "/rpc/";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final Shelly shelly;

    ShellyHttp(Shelly shelly) {
        this.shelly = shelly;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        if (path.equals("/shelly")) {
            answer(exchange, shelly.call("Shelly.GetDeviceInfo", JSON.missingNode()));
        } else if (path.startsWith(RPC)) {
            called(exchange, path.substring(RPC.length()));
        } else if (path.equals("/rpc")) {
            exchange.getRequestReceiver().receiveFullString(this::framed);
        } else {
            HttpPort.answer(exchange, NOT_FOUND, Fields.object().put("code", NOT_FOUND));
        }
    }

    /** The component's number stands in the address, or in a body by POST. */
    private void called(HttpServerExchange exchange, String method) {
        Deque<String> ids = exchange.getQueryParameters().get("id");
        if (ids != null) {
            answer(exchange, shelly.call(method, TextNode.valueOf(ids.getFirst())));
        } else {
            exchange.getRequestReceiver()
                    .receiveFullString(
                            (asked, body) ->
                                    answer(asked, shelly.call(method, parsed(body).path("id"))));
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private void framed(HttpServerExchange exchange, String body) {
        JsonNode call = parsed(body);
        if (!call.path("method").isTextual()) {
            HttpPort.answer(
                    exchange,
                    BAD_REQUEST,
                    Fields.object().put("code", BAD_REQUEST).put("message", "no method"));
            return;
        }
        Shelly.Answer answer =
                shelly.call(call.path("method").asText(), call.path("params").path("id"));
        HttpPort.answer(exchange, answer.status(), envelope(call, shelly.id(), answer));
    }

    /** The answer in the frame that the call came in. */
    private static ObjectNode envelope(JsonNode call, String id, Shelly.Answer answer) {
        ObjectNode frame = Fields.object();
        frame.set("id", call.path("id"));
        frame.put("src", id);
        if (call.has("src")) {
            frame.set("dst", call.path("src"));
        }
        frame.set(answer.isResult() ? "result" : "error", answer.body());
        return frame;
    }

    private static void answer(HttpServerExchange exchange, Shelly.Answer answer) {
        HttpPort.answer(exchange, answer.status(), answer.body());
    }
}
