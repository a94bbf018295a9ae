package be.bsmr.home.mqtt.mirror;

import be.bsmr.home.messages.SiteMessages.Message;
import be.bsmr.home.mqtt.Outbox;
import be.bsmr.home.mqtt.Qos;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The mains meter of a SmartEVSE whose menu says {@code MAINS MET: API}, and the most that the
 * house may draw. When nothing comes for 11 s it stops charging by itself.
 *
 * @see <a href="https://github.com/dingo35/SmartEVSE-3.5/blob/master/docs/configuration.md">MQTT
 *     API</a>
 */
final class SmartEvse implements Mirror {

    /** Between two, so that the charger is not kept busy; it wants one each 10 s at least. */
    private static final int EACH_SECONDS = 2;

    private static final int DECI = 10;
    private static final double VOLTS = 230;

    /** It passes over what is lower: so this stands for all of them. */
    private static final int LEAST_AMPERES = 10;

    private static final int MOST_AMPERES = 600;
    private static final int MOST_DECIAMPERES = 1999;

    private final String prefix;
    private final Outbox outbox;
    private long saidAt = Long.MIN_VALUE;
    private @Nullable Integer limit;

    SmartEvse(String prefix, Outbox outbox) {
        this.prefix = prefix;
        this.outbox = outbox;
    }

    @Override
    public void tell(Message told) {
        if (told.topic().equals("reading")) {
            meter(told.body());
        } else if (told.topic().equals("quarter") && told.body().has("limit_w")) {
            limit(told.body().path("limit_w").asDouble());
        }
    }

    private void meter(JsonNode reading) {
        double[] amperes = Wires.currents(reading);
        long slot =
                Math.floorDiv(
                        OffsetDateTime.parse(reading.path("time").asText()).toEpochSecond(),
                        EACH_SECONDS);
        if (amperes == null || slot == saidAt) {
            return;
        }
        saidAt = slot;
        StringBuilder said = new StringBuilder();
        for (double one : amperes) {
            long deci = Math.round(one * DECI);
            said.append(Math.max(-MOST_DECIAMPERES, Math.min(MOST_DECIAMPERES, deci))).append(':');
        }
        // Its power and energy have no sign, and -1 means unknown.
        said.append(reading.path("import_power_w").asLong(-1)).append(':');
        said.append(reading.path("import_total_wh").asLong(-1));
        say("MainsMeter", said.toString());
    }

    /** In whole amperes of all wires together, by 230 V: what a wire really carries is less. */
    private void limit(double watts) {
        int amperes = (int) Math.max(LEAST_AMPERES, Math.min(MOST_AMPERES, watts / VOLTS));
        if (limit == null || limit != amperes) {
            limit = amperes;
            say("CurrentMaxSumMains", Integer.toString(amperes));
        }
    }

    private void say(String topic, String payload) {
        outbox.publish(prefix + "/Set/" + topic, payload, false, Qos.AT_MOST_ONCE);
    }
}
