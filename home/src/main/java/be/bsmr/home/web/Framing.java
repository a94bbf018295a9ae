package be.bsmr.home.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody in who says in another way than with {@code chunked} how long his body is: a proxy
 * before us might see it end elsewhere, and take a part of it for the request of another visitor.
 * Lengths that contradict each other Undertow refuses itself.
 */
final class Framing implements HttpHandler {

    private final HttpHandler next;

    Framing(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (isPlain(exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING))) {
            next.handleRequest(exchange);
            return;
        }
        // What comes behind is no request that anybody meant.
        exchange.setPersistent(false);
        exchange.setStatusCode(StatusCodes.BAD_REQUEST);
        exchange.endExchange();
    }

    private static boolean isPlain(@Nullable HeaderValues coding) {
        return coding == null
                || (coding.size() == 1 && coding.getFirst().equalsIgnoreCase("chunked"));
    }
}
