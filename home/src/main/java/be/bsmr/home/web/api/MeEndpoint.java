package be.bsmr.home.web.api;

import be.bsmr.home.users.Visitor;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/** {@code GET /api/me}: as whom the one who asks has come in, and what he may do. */
public final class MeEndpoint implements HttpHandler {

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Visitor visitor = Visit.of(exchange);
        ObjectNode me = JsonNodeFactory.instance.objectNode();
        if (!visitor.name().isEmpty()) {
            me.put("name", visitor.name());
        }
        me.put("scope", visitor.scope().toString()).put("owner", visitor.owner());
        Answers.json(exchange, me.toString());
    }
}
