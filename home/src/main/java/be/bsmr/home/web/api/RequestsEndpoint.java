package be.bsmr.home.web.api;

import be.bsmr.control.ControlMode;
import be.bsmr.control.ManualOverride;
import be.bsmr.site.SiteInput;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What a person asks of the site by {@code POST}: a load's mode, {@code auto}, {@code on} or {@code
 * off}; to take back what was decided last of it; the mode of control, {@code off}, {@code shadow}
 * or {@code active}.
 */
public final class RequestsEndpoint {

    /**
     * Each request carries it, with any value: a page of somebody else cannot send it without our
     * leave, so it cannot switch a load behind a person's back.
     */
    public static final HttpString HEADER = new HttpString("X-BSMR");

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

    /** How far control goes. */
    public void control(HttpServerExchange exchange) {
        Body.read(
                exchange,
                "one word",
                (asked, body) ->
                        hand(
                                asked,
                                control(body.strip())
                                        .map(m -> new SiteInput.ModeRequest(clock.instant(), m)),
                                "off, shadow or active"));
    }

    /** Who decides over a load. */
    public void mode(HttpServerExchange exchange) {
        ofLoad(
                exchange,
                (load, body) ->
                        mode(body).map(m -> new SiteInput.UserRequest(clock.instant(), load, m)),
                "auto, on or off");
    }

    /** What was decided last of a load is taken back. */
    public void undo(HttpServerExchange exchange) {
        ofLoad(
                exchange,
                (load, body) -> Optional.of(new SiteInput.UndoRequest(clock.instant(), load)),
                "");
    }

    private void ofLoad(
            HttpServerExchange exchange,
            BiFunction<String, String, Optional<? extends SiteInput>> wish,
            String choice) {
        String load = Visit.named(exchange, "id");
        Body.read(
                exchange,
                "one word",
                (asked, body) -> {
                    if (loads.contains(load)) {
                        hand(asked, wish.apply(load, body.strip()), choice);
                    } else {
                        Answers.refuse(asked, StatusCodes.NOT_FOUND, "there is no such load");
                    }
                });
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
