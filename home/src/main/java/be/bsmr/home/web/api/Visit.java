package be.bsmr.home.web.api;

import be.bsmr.home.users.Visitor;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.util.Objects;

/** Who asks: said at the door, known to all behind it. */
public final class Visit {

    private static final AttachmentKey<Visitor> VISITOR = AttachmentKey.create(Visitor.class);

    private Visit() {}

    public static void begin(HttpServerExchange exchange, Visitor visitor) {
        exchange.putAttachment(VISITOR, visitor);
    }

    static Visitor of(HttpServerExchange exchange) {
        return Objects.requireNonNull(exchange.getAttachment(VISITOR));
    }
}
