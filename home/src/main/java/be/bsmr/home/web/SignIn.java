package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.users.Users;
import be.bsmr.home.users.Visitor;
import be.bsmr.home.web.api.Body;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Where a browser signs in and out, without a script: the page {@code /login}, what it posts there,
 * and {@code POST /logout}, which with {@code ?everywhere=1} ends all sessions of that user.
 */
final class SignIn implements HttpHandler, PasswordCheck.Outcome {

    /** Of HTTP's own ways to ask for a password none is meant. */
    static final String CHALLENGE = "Session realm=\"BSMR\"";

    private static final FilledPage PAGE = new FilledPage("login.html");
    private static final String LOGIN = "/login";
    private static final String LOGOUT = "/logout";

    /** What is needed before anybody has said who he is. */
    private static final Set<String> FREE =
            Set.of(
                    "/style/tokens.css",
                    "/style/base.css",
                    "/style/login.css",
                    "/favicon.svg",
                    "/panel-door.js");

    private final Users users;
    private final PasswordCheck passwords;
    private final InstantSource clock;
    private final HttpHandler files;
    private final HttpHandler next;

    /**
     * @param clock of the sessions
     * @param files what of the page anybody may have
     * @param next all else
     */
    SignIn(
            Users users,
            PasswordCheck passwords,
            InstantSource clock,
            HttpHandler files,
            HttpHandler next) {
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
        this.files = files;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestPath();
        boolean posted = exchange.getRequestMethod().equals(Methods.POST);
        boolean read = exchange.getRequestMethod().equals(Methods.GET);
        if (path.equals(LOGIN) && posted) {
            Body.read(exchange, "a name and a password", this::signIn);
        } else if (path.equals(LOGIN) && read) {
            show(exchange);
        } else if (path.equals(LOGOUT) && posted) {
            exchange.dispatch(this::signOut);
        } else if (FREE.contains(path) && read) {
            files.handleRequest(exchange);
        } else {
            next.handleRequest(exchange);
        }
    }

    private void show(HttpServerExchange exchange) {
        Optional<Visitor> visitor = visitor(exchange);
        if (visitor.isPresent()) {
            PAGE.send(exchange, "in", Map.of("name", visitor.get().name()));
        } else if (users.areThere()) {
            PAGE.send(exchange, "out", Map.of());
        } else {
            goTo(exchange, "./");
        }
    }

    private void signIn(HttpServerExchange exchange, String body) {
        Map<String, String> form = form(body);
        try {
            passwords.look(
                    exchange,
                    form.getOrDefault("user", "").strip(),
                    form.getOrDefault("password", ""),
                    this);
        } catch (Exception e) {
            throw new IllegalStateException("the answer failed", e);
        }
    }

    @Override
    public void right(HttpServerExchange exchange, Visitor visitor, BooleanSupplier stays) {
        // Sessions are written to the disk, for which nobody else waits.
        exchange.dispatch(later -> begin(later, visitor));
    }

    private void begin(HttpServerExchange exchange, Visitor visitor) {
        // A session that was there before is not taken over.
        OwnCookie.SESSION.of(exchange).ifPresent(users::signOut);
        OwnCookie.SESSION.set(
                exchange, users.signIn(visitor, clock.instant()), Users.LONGEST_SESSION);
        goTo(exchange, "./");
    }

    @Override
    public void wrong(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.UNAUTHORIZED);
        exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, CHALLENGE);
        PAGE.send(exchange, "wrong", Map.of());
    }

    @Override
    public void early(HttpServerExchange exchange, Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        exchange.setStatusCode(StatusCodes.TOO_MANY_REQUESTS);
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
        PAGE.send(exchange, "early", Map.of("seconds", seconds));
    }

    private void signOut(HttpServerExchange exchange) {
        if (exchange.getQueryParameters().containsKey("everywhere")) {
            visitor(exchange).map(Visitor::name).ifPresent(users::signOutEverywhere);
        }
        OwnCookie.SESSION.of(exchange).ifPresent(users::signOut);
        OwnCookie.SESSION.clear(exchange);
        goTo(exchange, "login");
    }

    private Optional<Visitor> visitor(HttpServerExchange exchange) {
        return OwnCookie.SESSION.of(exchange).flatMap(id -> users.withSession(id, clock.instant()));
    }

    private static void goTo(HttpServerExchange exchange, String where) {
        exchange.setStatusCode(StatusCodes.SEE_OTHER);
        exchange.getResponseHeaders().put(Headers.LOCATION, where);
        exchange.endExchange();
    }

    /** What a browser makes of the fields of a form. */
    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int is = pair.indexOf('=');
            try {
                if (is > 0) {
                    fields.put(
                            pair.substring(0, is),
                            URLDecoder.decode(pair.substring(is + 1), UTF_8));
                }
            } catch (IllegalArgumentException noForm) {
                return Map.of();
            }
        }
        return fields;
    }
}
