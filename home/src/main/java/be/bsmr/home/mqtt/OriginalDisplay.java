package be.bsmr.home.mqtt;

import be.bsmr.control.Outlook;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteStep;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to the original system's ESP32 display in its own words, so that it keeps working
 * unmodified: every ten seconds slot 0 (the quarter), five seconds later slot 1 (registers and
 * phases). The meter's time beats the measure, so a replay gives the same.
 *
 * <p>Not safe for use by several threads.
 */
public final class OriginalDisplay {

    /** The topic that the display subscribes to. */
    public static final String TOPIC = "esp32/json";

    /**
     * The display's MQTT client, PubSubClient, has 256 bytes for a whole packet, topic and header
     * too, and drops what is longer without a word. So there are no keys besides the original's.
     */
    private static final int BUFFER = 256;

    private static final int HEADER = 8;
    private static final int MOST_BYTES = 200;

    private static final Logger log = LoggerFactory.getLogger(OriginalDisplay.class);

    private static final int WINDOW = 10;
    private static final int HALF = 5;

    private final String topic;
    private final Outbox outbox;
    private long window = Long.MIN_VALUE;
    private boolean owesSlot1;
    private boolean tooLongTold;

    /**
     * @param topic empty = nothing is published
     */
    public OriginalDisplay(String topic, Outbox outbox) {
        this.topic = topic;
        this.outbox = outbox;
    }

    /** Publishes a slot when it is due. */
    public void publish(SiteStep step) {
        Outlook outlook = step.state().foresight().outlook();
        if (topic.isEmpty()
                || outlook == null
                || !step.newReading()
                || !(step.input() instanceof SiteInput.MeterRead read)) {
            return;
        }
        long second = read.measuredAt().getEpochSecond();
        long now = Math.floorDiv(second, WINDOW);
        if (now != window) {
            if (owesSlot1) {
                // A meter that speaks every ten seconds never reaches a window's second half.
                send(slot1(read.reading()));
            }
            window = now;
            owesSlot1 = true;
            send(slot0(outlook, read.reading()));
        }
        if (owesSlot1 && Math.floorMod(second, WINDOW) >= HALF) {
            owesSlot1 = false;
            send(slot1(read.reading()));
        }
    }

    private void send(ObjectNode slot) {
        String text = slot.toString();
        int bytes = text.length(); // digits and names: ASCII
        int most =
                Math.min(
                        MOST_BYTES,
                        BUFFER - HEADER - topic.getBytes(StandardCharsets.UTF_8).length);
        if (bytes <= most) {
            outbox.publish(topic, text, false, Qos.AT_MOST_ONCE);
        } else if (!tooLongTold) {
            tooLongTold = true;
            log.warn(
                    "{} bytes are too many for the display, which takes {} on {}: not sent. {}",
                    bytes,
                    most,
                    topic,
                    text);
        }
    }

    private static ObjectNode slot0(Outlook outlook, Reading reading) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("slot", 0);
        node.put("loper900", outlook.elapsed().toSeconds());
        node.put("limiet", outlook.limit().wattHours());
        node.put("alarm", outlook.alarmLine().wattHours());
        node.put("pv", outlook.forecast().expected().wattHours());
        node.put("pg900tot", outlook.soFar().imported().wattHours());
        node.put("pd", watts(reading.importPower()));
        node.put("pr", watts(reading.exportPower()));
        node.put("pg", outlook.forecast().meanNet().watts());
        return node;
    }

    private static ObjectNode slot1(Reading reading) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("slot", 1);
        node.put("edt1", wattHours(reading.imported(), 1));
        node.put("edt2", wattHours(reading.imported(), 2));
        node.put("ert1", wattHours(reading.exported(), 1));
        node.put("ert2", wattHours(reading.exported(), 2));
        node.put("pd", watts(reading.importPower()));
        node.put("pr", watts(reading.exportPower()));
        for (int phase = 1; phase <= 3; phase++) {
            Voltage voltage = phase(reading, phase).voltage();
            node.put("vl" + phase, voltage == null ? 0 : Math.round(voltage.volts()));
        }
        for (int phase = 1; phase <= 3; phase++) {
            Current current = phase(reading, phase).current();
            node.put("cl" + phase, current == null ? 0 : Math.round(current.amperes()));
        }
        return node;
    }

    private static PhaseReading phase(Reading reading, int phase) {
        return phase <= reading.phases().size()
                ? reading.phases().get(phase - 1)
                : PhaseReading.NONE;
    }

    private static int watts(@Nullable Power power) {
        return power == null ? 0 : power.watts();
    }

    private static long wattHours(EnergyRegisters registers, int tariff) {
        return registers.tariff(tariff).map(Energy::wattHours).orElse(0L);
    }
}
