package be.bsmr.home.web;

import be.bsmr.home.users.Scope;
import be.bsmr.home.users.Visitor;
import be.bsmr.home.web.api.Body;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * How a display on the wall comes in without a person: its address carries a token behind the
 * {@code #}, which a browser tells no server and no proxy. {@code panel-door.html} posts it once
 * ({@code POST /panel}) and gets it back as a cookie that no script reads. It is good for as long
 * as the token is; a token of another scope gets none.
 */
final class PanelDoor implements HttpHandler {

    static final String PATH = "/panel";

    /** Browsers keep no cookie for longer. */
    private static final Duration AGE = Duration.ofDays(400);

    private static final FilledPage PAGE = new FilledPage("panel-door.html");

    private final PasswordCheck passwords;
    private final HttpHandler next;

    PanelDoor(PasswordCheck passwords, HttpHandler next) {
        this.passwords = passwords;
        this.next = next;
    }

    /** What a display is shown that has no token, or one that was taken away. */
    static void show(HttpServerExchange exchange) {
        PAGE.send(exchange, "out", Map.of());
    }

    /** Each visit lets the cookie last anew. */
    static void keepOpen(HttpServerExchange exchange) {
        OwnCookie.PANEL.of(exchange).ifPresent(token -> OwnCookie.PANEL.set(exchange, token, AGE));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestPath().equals(PATH)
                && exchange.getRequestMethod().equals(Methods.POST)) {
            Body.read(exchange, "a token", this::look);
        } else {
            next.handleRequest(exchange);
        }
    }

    private void look(HttpServerExchange exchange, String token) {
        try {
            passwords.lookAtToken(exchange, token.strip(), new Answer(token.strip()));
        } catch (Exception e) {
            throw new IllegalStateException("the answer failed", e);
        }
    }

    /** What comes of a token. */
    private record Answer(String token) implements PasswordCheck.Outcome {

        @Override
        public void right(HttpServerExchange exchange, Visitor visitor, BooleanSupplier stays) {
            if (visitor.scope() != Scope.PANEL) {
                wrong(exchange);
                return;
            }
            OwnCookie.PANEL.set(exchange, token, AGE);
            exchange.setStatusCode(StatusCodes.NO_CONTENT);
            exchange.endExchange();
        }

        @Override
        public void wrong(HttpServerExchange exchange) {
            exchange.setStatusCode(StatusCodes.UNAUTHORIZED);
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, SignIn.CHALLENGE);
            exchange.endExchange();
        }

        @Override
        public void early(HttpServerExchange exchange, Duration wait) {
            exchange.setStatusCode(StatusCodes.TOO_MANY_REQUESTS);
            exchange.getResponseHeaders()
                    .put(Headers.RETRY_AFTER, wait.plusMillis(999).toSeconds());
            exchange.endExchange();
        }
    }
}
