package be.bsmr.home.web.api;

import be.bsmr.control.ControlMode;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.users.Scope;
import be.bsmr.site.SiteInput;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person asks by {@code POST}:
 *
 * <ul>
 *   <li>{@code /api/loads/<id>/mode}, with {@code auto}, {@code on} or {@code off}
 *   <li>{@code /api/loads/<id>/undo}: what was decided last of it is taken back
 *   <li>{@code /api/control/mode}, with {@code off}, {@code shadow} or {@code active}
 * </ul>
 *
 * <p>Each must carry the header {@code X-BSMR}, with any value: a page of somebody else cannot send
 * it without our leave, so it cannot switch a load behind a person's back.
 */
public final class RequestsEndpoint implements HttpHandler {

    static final HttpString HEADER = new HttpString("X-BSMR");

    private static final Pattern LOAD =
            Pattern.compile("/api/loads/([a-z0-9_-]{1,32})/(mode|undo)");
    private static final String CONTROL = "/api/control/mode";

    /** What only owners ask for: see {@link OwnersEndpoint}. */
    private static final Set<String> OWNERS =
            Set.of("/api/settings", "/api/users", "/api/notify/test", "/api/start");

    private final Set<String> loads;
    private final InstantSource clock;
    private final Consumer<SiteInput> site;

    /**
     * @param loads the ids that exist
     * @param site takes the requests; must not block
     */
    public RequestsEndpoint(Set<String> loads, InstantSource clock, Consumer<SiteInput> site) {
        this.loads = Set.copyOf(loads);
        this.clock = clock;
        this.site = site;
    }

    /** Whether people may ask for something there. */
    public static boolean isAskedAt(String path) {
        return path.equals(CONTROL)
                || path.startsWith("/api/loads/")
                || path.equals(OtherwiseEndpoint.PATH)
                || OWNERS.contains(path);
    }

    /** Whether people may end there what they asked for. */
    public static boolean isEndedAt(String path) {
        return path.equals(OtherwiseEndpoint.PATH);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (isOurs(exchange) && mayChange(exchange)) {
            Body.read(exchange, "one word", (asked, body) -> take(asked, body.strip()));
        }
    }

    /** Whether our own page or a program asks; who is neither has been told. */
    static boolean isOurs(HttpServerExchange exchange) {
        boolean ours = exchange.getRequestHeaders().contains(HEADER);
        if (!ours) {
            Answers.refuse(exchange, StatusCodes.FORBIDDEN, "send the header X-BSMR: 1 with it");
        }
        return ours;
    }

    /** Whether who asks may change something; who may not has been told. */
    private static boolean mayChange(HttpServerExchange exchange) {
        boolean may = Visit.of(exchange).scope() == Scope.CONTROL;
        if (!may) {
            Answers.refuse(
                    exchange,
                    StatusCodes.FORBIDDEN,
                    "you may see everything and change nothing; an owner, or a token with the scope"
                            + " control, may");
        }
        return may;
    }

    private void take(HttpServerExchange exchange, String body) {
        String path = exchange.getRequestPath();
        Matcher load = LOAD.matcher(path);
        Instant now = clock.instant();
        if (path.equals(CONTROL)) {
            hand(
                    exchange,
                    control(body).map(m -> new SiteInput.ModeRequest(now, m)),
                    "off, shadow or active");
        } else if (!load.matches()) {
            Answers.refuse(exchange, StatusCodes.NOT_FOUND, "nothing to ask for here");
        } else if (!loads.contains(load.group(1))) {
            Answers.refuse(exchange, StatusCodes.NOT_FOUND, "there is no such load");
        } else if (load.group(2).equals("undo")) {
            hand(exchange, Optional.of(new SiteInput.UndoRequest(now, load.group(1))), "");
        } else {
            hand(
                    exchange,
                    mode(body).map(m -> new SiteInput.UserRequest(now, load.group(1), m)),
                    "auto, on or off");
        }
    }

    private void hand(
            HttpServerExchange exchange, Optional<? extends SiteInput> wish, String choice) {
        if (wish.isEmpty()) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, "the body is " + choice);
            return;
        }
        site.accept(wish.get());
        exchange.setStatusCode(StatusCodes.ACCEPTED);
        exchange.endExchange();
    }

    private static Optional<ManualOverride> mode(String body) {
        return switch (body.toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.of(ManualOverride.AUTO);
            case "on" -> Optional.of(ManualOverride.ALWAYS_ON);
            case "off" -> Optional.of(ManualOverride.ALWAYS_SHED);
            default -> Optional.empty();
        };
    }

    private static Optional<ControlMode> control(String body) {
        return switch (body.toLowerCase(Locale.ROOT)) {
            case "off" -> Optional.of(ControlMode.OFF);
            case "shadow" -> Optional.of(ControlMode.SHADOW);
            case "active" -> Optional.of(ControlMode.ACTIVE);
            default -> Optional.empty();
        };
    }
}
