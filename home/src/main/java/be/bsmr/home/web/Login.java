package be.bsmr.home.web;

import be.bsmr.home.users.Users;
import be.bsmr.home.users.Visitor;
import be.bsmr.home.web.api.Answers;
import be.bsmr.home.web.api.Visit;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody by who has not said who he is: a browser by the session in its cookie, a display on
 * the wall by the token in another, a script by name and password (HTTP Basic, UTF-8), a program by
 * its token (Bearer). A browser that has not is sent to {@link SignIn}, or at the display's address
 * told how to come in there; another program is asked for Basic.
 */
final class Login implements HttpHandler, PasswordCheck.Outcome {

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";
    private static final HttpString FETCH_MODE = new HttpString("Sec-Fetch-Mode");

    private record Given(String name, String password) {}

    private final boolean mayBeOpen;
    private final Users users;
    private final PasswordCheck passwords;
    private final InstantSource clock;
    private final HttpHandler next;

    /**
     * @param mayBeOpen whether nobody has to say who he is as long as nobody has a password
     * @param clock of the sessions
     */
    Login(
            boolean mayBeOpen,
            Users users,
            PasswordCheck passwords,
            InstantSource clock,
            HttpHandler next) {
        this.mayBeOpen = mayBeOpen;
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (mayBeOpen && !users.areKnown()) {
            right(exchange, Visitor.ANYBODY, () -> !users.areKnown());
            return;
        }
        String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        String scheme = header == null ? "" : header.toLowerCase(Locale.ROOT);
        if (header != null && scheme.startsWith(BEARER)) {
            passwords.lookAtToken(exchange, header.substring(BEARER.length()).strip(), this);
        } else if (header != null && scheme.startsWith(BASIC)) {
            Given given = given(header.substring(BASIC.length()));
            if (given == null) {
                wrong(exchange);
            } else {
                passwords.look(exchange, given.name, given.password, this);
            }
        } else {
            byCookie(exchange);
        }
    }

    private void byCookie(HttpServerExchange exchange) throws Exception {
        Optional<String> session = OwnCookie.SESSION.of(exchange);
        Optional<String> panel = OwnCookie.PANEL.of(exchange);
        List<Supplier<Optional<Visitor>>> ways =
                List.of(
                        () -> session.flatMap(this::inSession),
                        () -> panel.flatMap(users::withPanelToken));
        for (Supplier<Optional<Visitor>> way : ways) {
            Optional<Visitor> visitor = way.get();
            if (visitor.isPresent()) {
                right(exchange, visitor.get(), () -> way.get().isPresent());
                return;
            }
        }
        wrong(exchange);
    }

    private Optional<Visitor> inSession(String id) {
        return users.withSession(id, clock.instant());
    }

    @Override
    public void right(HttpServerExchange exchange, Visitor visitor, BooleanSupplier stays)
            throws Exception {
        Visit.begin(exchange, visitor, stays);
        next.handleRequest(exchange);
    }

    @Override
    public void wrong(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        if (!isBrowser(headers)) {
            ask(exchange, "Basic realm=\"BSMR\", charset=\"UTF-8\"");
        } else if (exchange.getRequestMethod().equals(Methods.GET) && wantsPage(headers)) {
            if (exchange.getRequestPath().equals(PanelDoor.PATH)) {
                PanelDoor.show(exchange);
                return;
            }
            exchange.setStatusCode(StatusCodes.SEE_OTHER);
            exchange.getResponseHeaders()
                    .put(Headers.LOCATION, up(exchange.getRequestPath()) + "login");
            exchange.endExchange();
        } else {
            // Of this it asks nobody: its own window for passwords would come over our page.
            ask(exchange, SignIn.CHALLENGE);
        }
    }

    @Override
    public void early(HttpServerExchange exchange, Duration wait) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, wait.plusMillis(999).toSeconds());
        Answers.turnAway(
                exchange, StatusCodes.TOO_MANY_REQUESTS, "Too many wrong passwords: wait a minute");
    }

    private static void ask(HttpServerExchange exchange, String how) {
        exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, how);
        Answers.turnAway(
                exchange,
                StatusCodes.UNAUTHORIZED,
                "nobody known asks: send a token with it, Authorization: Bearer and the token of"
                        + " bsmr token, or sign in");
    }

    /** Over plain HTTP only its name tells a browser on another machine. */
    private static boolean isBrowser(HeaderMap headers) {
        String program = headers.getFirst(Headers.USER_AGENT);
        return headers.contains(FETCH_MODE) || (program != null && program.startsWith("Mozilla/"));
    }

    private static boolean wantsPage(HeaderMap headers) {
        String accepted = headers.getFirst(Headers.ACCEPT);
        return accepted != null && accepted.contains("text/html");
    }

    /** The way to the first folder: a proxy may have put all into one of its own. */
    private static String up(String path) {
        return "../".repeat((int) path.chars().filter(c -> c == '/').count() - 1);
    }

    /** Null when it is no name and password. */
    private static @Nullable Given given(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            String both = new String(bytes, StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0
                    ? null
                    : new Given(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
