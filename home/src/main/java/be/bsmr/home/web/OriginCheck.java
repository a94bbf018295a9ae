package be.bsmr.home.web;

import be.bsmr.home.web.api.Answers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets no page of another site post anything here in the name of who looks at it. A browser says
 * from whose page something is posted; other programs do not, and are believed.
 */
final class OriginCheck implements HttpHandler {

    private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final HttpHandler next;

    OriginCheck(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HttpString method = exchange.getRequestMethod();
        if (method.equals(Methods.GET) || method.equals(Methods.HEAD) || isOurs(exchange)) {
            next.handleRequest(exchange);
        } else {
            refuse(exchange);
        }
    }

    static void refuse(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        Answers.turnAway(
                exchange,
                StatusCodes.FORBIDDEN,
                "Only from the dashboard's own page. Behind a proxy: it has to hand on the Host that"
                        + " the browser asked for.");
    }

    /** Whether a page of ours asks, or no page at all. */
    static boolean isOurs(HttpServerExchange exchange) {
        @Nullable String site = exchange.getRequestHeaders().getFirst(FETCH_SITE);
        @Nullable String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        @Nullable String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        return (site == null || OURS.contains(site))
                && (origin == null || origin.replaceFirst("^https?://", "").equals(host));
    }
}
