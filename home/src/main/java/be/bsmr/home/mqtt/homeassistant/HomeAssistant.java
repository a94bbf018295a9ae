package be.bsmr.home.mqtt.homeassistant;

import be.bsmr.home.messages.SiteMessages.Message;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.Outbox;
import be.bsmr.home.mqtt.Qos;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Home Assistant's own view of the house: it is told which entities there are, again whenever it
 * says that it has come up, and gets their values more slowly than the meter speaks, since it keeps
 * each that changed. Not safe for use by several threads, but for what arrives from the broker.
 */
public final class HomeAssistant {

    /** What was said before may still be on its way from the broker. */
    private static final Duration LISTENS_FIRST = Duration.ofSeconds(3);

    private static final Duration REGISTERS_EACH = Duration.ofSeconds(60);

    /** What stayed away too long is noticed then. */
    private static final Duration LOOKS_OVER_EACH = Duration.ofHours(25);

    /** Of many programs that hear of its birth not all shall speak in one moment. */
    private static final int LONGEST_WAIT_MS = 5000;

    private static final int SHORTEST_WAIT_MS = 1000;

    private final MqttSettings mqtt;
    private final HomeAssistantSettings settings;
    private final Outbox outbox;
    private final Entities entities;
    private final Discovery discovery;
    private final Heard heard = new Heard();
    private final Queue<String[]> kept = new ConcurrentLinkedQueue<>();
    private volatile boolean born;

    private final Pace values;
    private final Pace registers = new Pace(REGISTERS_EACH);
    private final Pace lookOver = new Pace(LOOKS_OVER_EACH);
    private @Nullable Instant announceAt;
    private @Nullable Boolean alarm;

    /** Tells when something is due again. */
    private static final class Pace {

        private final Duration pause;
        private @Nullable Instant last;

        private Pace(Duration pause) {
            this.pause = pause;
        }

        /** A clock that was set back makes everything due. */
        private boolean isDue(Instant now) {
            if (last != null && !now.isBefore(last) && now.isBefore(last.plus(pause))) {
                return false;
            }
            last = now;
            return true;
        }

        private void forget() {
            last = null;
        }
    }

    public HomeAssistant(MqttSettings mqtt, HomeAssistantSettings settings, Outbox outbox) {
        this.mqtt = mqtt;
        this.settings = settings;
        this.outbox = outbox;
        entities = new Entities(mqtt, settings);
        discovery = new Discovery(mqtt.topic("status"), settings, outbox);
        values = new Pace(Duration.ofSeconds(settings.intervalS()));
    }

    /** Hears from now on when Home Assistant comes up, and what was announced before. */
    public void listen(MqttLink link) {
        link.subscribe(
                settings.prefix() + "/status",
                (topic, payload, retained) -> birth(payload, retained));
        for (String filter : discovery.filters()) {
            link.subscribe(
                    filter, (topic, payload, retained) -> announced(topic, payload, retained));
        }
    }

    /** Home Assistant speaks of itself; it does not say so with retain. */
    void birth(String payload, boolean retained) {
        if (!retained && payload.equals("online")) {
            born = true;
        }
    }

    /** A message that the broker had kept of those who announce something. */
    void announced(String topic, String payload, boolean retained) {
        if (retained && discovery.isOurs(payload)) {
            kept.add(new String[] {topic, payload});
        }
    }

    /**
     * Passes on what a step brought.
     *
     * @param at when, by the site's clock
     * @param messages what the step says on our own topics
     */
    public void tell(Instant at, List<Message> messages) {
        boolean news = false;
        for (Message message : messages) {
            news |= heard.hear(message);
        }
        for (String[] one = kept.poll(); one != null; one = kept.poll()) {
            news |= discovery.found(one[0], one[1]);
        }
        if (!heard.knowsTheHouse()) {
            return;
        }
        boolean looksOver = lookOver.isDue(at);
        if ((news || looksOver) && announceAt == null) {
            announceAt = at.plus(LISTENS_FIRST);
        }
        if (born) {
            born = false;
            announceAt =
                    at.plusMillis(
                            ThreadLocalRandom.current()
                                    .nextInt(SHORTEST_WAIT_MS, LONGEST_WAIT_MS + 1));
            discovery.forgetWhatWasTold();
        }
        if (announceAt != null && !at.isBefore(announceAt)) {
            announceAt = null;
            discovery.announce(entities.of(heard), at);
            values.forget();
            registers.forget();
        }
        tellValues(at);
    }

    private void tellValues(Instant at) {
        JsonNode reading = heard.newest("reading");
        JsonNode quarter = heard.newest("quarter");
        boolean due = values.isDue(at);
        boolean isAlarm = quarter.path("alarm").asBoolean();
        if (due || alarm == null || alarm != isAlarm) {
            alarm = isAlarm;
            publish(Entities.ALARM, isAlarm ? "ON" : "OFF");
        }
        if (due && heard.isFresh()) {
            publish(Entities.READING, Entities.withoutRegisters(reading).toString());
            publish(Entities.QUARTER, quarter.toString());
            heard.tellsOld();
        }
        if (registers.isDue(at)) {
            ObjectNode standing = Entities.registers(reading);
            if (!standing.isEmpty()) {
                publish(Entities.REGISTERS, standing.toString());
            }
        }
    }

    private void publish(String topic, String payload) {
        outbox.publish(mqtt.topic(topic), payload, true, Qos.AT_LEAST_ONCE);
    }
}
