package be.bsmr.home.web.api;

import be.bsmr.home.users.Visitor;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.PathTemplateMatch;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Who asks: said at the door, known to all behind it. */
public final class Visit {

    private static final AttachmentKey<Visitor> VISITOR = AttachmentKey.create(Visitor.class);

    private static final AttachmentKey<BooleanSupplier> STAYS =
            AttachmentKey.create(BooleanSupplier.class);

    private Visit() {}

    /**
     * @param stays whether he might come in again: what lasts, such as a stream, ends when not
     */
    public static void begin(HttpServerExchange exchange, Visitor visitor, BooleanSupplier stays) {
        exchange.putAttachment(VISITOR, visitor);
        exchange.putAttachment(STAYS, stays);
    }

    /** Whether he might come in again; to be asked as often as one likes. */
    public static BooleanSupplier stays(HttpServerExchange exchange) {
        return Objects.requireNonNull(exchange.getAttachment(STAYS));
    }

    /** Who it is. */
    public static Visitor of(HttpServerExchange exchange) {
        return Objects.requireNonNull(exchange.getAttachment(VISITOR));
    }

    /** What a part of the address says, such as the {@code id} of {@code /loads/{id}}. */
    static String named(HttpServerExchange exchange, String part) {
        return Objects.requireNonNull(
                exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY).getParameters().get(part));
    }
}
