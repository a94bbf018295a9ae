package be.bsmr.home.mqtt;

import be.bsmr.control.ControlMode;
import be.bsmr.control.ManualOverride;
import be.bsmr.site.SiteInput;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets people and home automation take a load in hand: {@code auto}, {@code on} or {@code off} on
 * {@code <prefix>/<site>/load/<id>/mode/set}; take back what was decided of it: anything on {@code
 * load/<id>/undo/set}; and say how far control may go: {@code off}, {@code shadow} or {@code
 * active} on {@code control/mode/set}.
 *
 * <p>A request is an event, not a state: one that the broker retained is not obeyed, or it would
 * overrule, at every reconnect, what was decided since.
 */
public final class ModeRequests {

    private static final Logger log = LoggerFactory.getLogger(ModeRequests.class);

    private static final String BEHIND_ID = "/mode/set";
    private static final String UNDO = "/undo/set";

    private static final int LONGEST_QUOTE = 40;

    /** Senders may make up ids without end; we do not log without end. */
    private static final int MOST_COMPLAINTS = 50;

    private final Set<String> loads;
    private final InstantSource clock;
    private final Consumer<SiteInput> site;
    private final Set<String> complaints = new HashSet<>();

    private ModeRequests(Set<String> loads, InstantSource clock, Consumer<SiteInput> site) {
        this.loads = Set.copyOf(loads);
        this.clock = clock;
        this.site = site;
    }

    /**
     * Starts listening on {@code link}.
     *
     * @param loads the ids that exist
     * @param site takes the requests; must not block
     */
    public static void listen(
            MqttLink link,
            MqttSettings settings,
            Set<String> loads,
            InstantSource clock,
            Consumer<SiteInput> site) {
        ModeRequests requests = new ModeRequests(loads, clock, site);
        String before = settings.topic("load/");
        link.subscribe(
                before + "+" + UNDO,
                (topic, payload, retained) ->
                        requests.undo(
                                topic.substring(before.length(), topic.length() - UNDO.length()),
                                retained));
        link.subscribe(
                settings.topic("control/mode/set"),
                (topic, payload, retained) -> requests.control(payload, retained));
        link.subscribe(
                before + "+" + BEHIND_ID,
                (topic, payload, retained) ->
                        requests.receive(
                                topic.substring(
                                        before.length(), topic.length() - BEHIND_ID.length()),
                                payload,
                                retained));
    }

    private void undo(String load, boolean retained) {
        if (!loads.contains(load) || retained) {
            complain(
                    load,
                    "undo of '{}' is not obeyed{}",
                    quoted(load),
                    retained ? ": it was retained" : "");
            return;
        }
        site.accept(new SiteInput.UndoRequest(clock.instant(), load));
    }

    private void control(String payload, boolean retained) {
        Optional<ControlMode> mode =
                Arrays.stream(ControlMode.values())
                        .filter(m -> m.label().equals(payload.strip().toLowerCase(Locale.ROOT)))
                        .findFirst();
        if (mode.isEmpty() || retained) {
            complain(
                    "control",
                    "'{}' is no mode of control{}: send off, shadow or active, without retain",
                    quoted(payload),
                    "");
            return;
        }
        complaints.remove("control");
        site.accept(new SiteInput.ModeRequest(clock.instant(), mode.get()));
    }

    private void receive(String load, String payload, boolean retained) {
        Optional<ManualOverride> mode = mode(payload);
        if (!loads.contains(load)) {
            complain(
                    load,
                    "there is no load '{}': the loads are {}",
                    quoted(load),
                    String.join(", ", new TreeSet<>(loads)));
        } else if (mode.isEmpty()) {
            complain(
                    load,
                    "'{}' is no mode for load {}: send auto, on or off",
                    quoted(payload),
                    load);
        } else if (retained) {
            complain(
                    load,
                    "a retained request '{}' for load {} is not obeyed: send it without retain",
                    quoted(payload),
                    load);
        } else {
            complaints.remove(load);
            site.accept(new SiteInput.UserRequest(clock.instant(), load, mode.get()));
        }
    }

    private static Optional<ManualOverride> mode(String payload) {
        return switch (payload.strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.of(ManualOverride.AUTO);
            case "on" -> Optional.of(ManualOverride.ALWAYS_ON);
            case "off" -> Optional.of(ManualOverride.ALWAYS_SHED);
            default -> Optional.empty();
        };
    }

    /** Once per load, until a right request came in between. */
    private void complain(String load, String what, String a, String b) {
        if (complaints.size() < MOST_COMPLAINTS && complaints.add(load)) {
            log.warn("MQTT: " + what, a, b);
        }
    }

    /** What a stranger sent must neither fill the log nor fake a line of it. */
    private static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }
}
