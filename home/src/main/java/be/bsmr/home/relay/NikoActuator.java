package be.bsmr.home.relay;

import be.bsmr.control.Actuation;
import be.bsmr.control.Load.FailSafe;
import be.bsmr.home.relay.MqttActuatorSettings.Message;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket or a relay of Niko Home Control II, switched through the hobby API in its controller,
 * and believed when the controller says that it is so.
 */
public final class NikoActuator extends RemoteActuator {

    private static final Logger log = LoggerFactory.getLogger(NikoActuator.class);

    private static final String COMMANDS = "hobby/control/devices/cmd";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final NikoSettings settings;
    private final MqttLine line;

    private final Object lock = new Object();
    private @Nullable Boolean on;
    private boolean offline;
    private boolean answered;
    private @Nullable String refusal;

    /**
     * @param line to the broker in its controller
     */
    public NikoActuator(NikoSettings settings, MqttLine line) {
        super(new Actuation.OnOff(), true, false, 0);
        this.settings = settings;
        this.line = line;
    }

    /** What the controller's broker must say in our place when we are dead. */
    public static Message lastWill(NikoSettings settings, FailSafe safe) {
        return new Message(COMMANDS, control(settings, !(safe instanceof FailSafe.Off)));
    }

    private static String control(NikoSettings settings, boolean on) {
        ObjectNode message = MAPPER.createObjectNode().put("Method", "devices.control");
        ObjectNode device = message.putArray("Params").addObject().putArray("Devices").addObject();
        device.put("Uuid", settings.uuid());
        device.putArray("Properties").addObject().put("Status", on ? "On" : "Off");
        return message.toString();
    }

    @Override
    public void begin(Runnable heard, Runnable reconnected) {
        line.whenConnected(
                () -> {
                    doubt();
                    askIfThere();
                    reconnected.run();
                });
        // Its own news, and the answer to who asks for all.
        line.subscribe("hobby/control/devices/evt", payload -> hear(payload, heard));
        line.subscribe("hobby/control/devices/rsp", payload -> hear(payload, heard));
        line.subscribe("hobby/control/devices/err", this::hearRefusal);
        askIfThere();
    }

    /** Sooner than at the first look, so that what is so already is not told. */
    private void askIfThere() {
        try {
            ask();
        } catch (IOException e) {
            log.debug("Niko at {} is not asked: {}", settings.host(), e.getMessage());
        }
    }

    @Override
    void shed() throws IOException {
        say(false);
    }

    @Override
    void restore() throws IOException {
        say(true);
    }

    @Override
    void set(int value) {
        throw new IllegalStateException("a relay of Niko is on or off");
    }

    private void say(boolean toOn) throws IOException {
        line.vouch();
        synchronized (lock) {
            refusal = null;
        }
        line.publish(COMMANDS, control(settings, toOn), false);
        if (isYetToSay()) {
            ask();
        }
    }

    private void ask() throws IOException {
        line.publish(COMMANDS, "{\"Method\":\"devices.list\"}", false);
    }

    @Override
    Sight sight() throws IOException {
        synchronized (lock) {
            if (refusal != null) {
                String why = refusal;
                // Told once: it may have been somebody else's command.
                refusal = null;
                throw new IOException("Niko refuses: " + why);
            }
            if (offline) {
                throw new IOException("Niko's controller does not reach it");
            }
            return new Sight(on, null, null);
        }
    }

    @Override
    public boolean isYetToSay() {
        synchronized (lock) {
            return on == null;
        }
    }

    @Override
    public boolean hasAnswered() {
        synchronized (lock) {
            return answered;
        }
    }

    @Override
    public boolean isSpokenFor() {
        return line.isSpokenFor();
    }

    @Override
    public void doubt() {
        synchronized (lock) {
            on = null;
        }
    }

    @Override
    public Sight look() throws IOException {
        line.requireConnected();
        if (isYetToSay()) {
            ask();
        }
        return super.look();
    }

    @Override
    public void letGo() {
        line.release();
    }

    @Override
    public void close() {
        line.release();
    }

    private void hear(String payload, Runnable heard) {
        JsonNode said = parsed(payload);
        String method = said.path("Method").asText();
        if (!method.equals("devices.status") && !method.equals("devices.list")) {
            return;
        }
        for (JsonNode part : said.path("Params")) {
            for (JsonNode device : part.path("Devices")) {
                if (device.path("Uuid").asText().equals(settings.uuid()) && isNews(device)) {
                    heard.run();
                }
            }
        }
    }

    private boolean isNews(JsonNode device) {
        synchronized (lock) {
            answered = true;
            if (device.has("Online")) {
                offline = device.path("Online").asText().equalsIgnoreCase("false");
            }
            Boolean before = on;
            for (JsonNode property : device.path("Properties")) {
                if (property.has("Status")) {
                    on = property.path("Status").asText().equalsIgnoreCase("On");
                }
            }
            return on != null && !on.equals(before);
        }
    }

    private void hearRefusal(String payload) {
        JsonNode said = parsed(payload);
        if (said.path("Method").asText().equals("devices.control")) {
            synchronized (lock) {
                refusal = said.path("ErrMessage").asText(said.path("ErrCode").asText("no reason"));
            }
        }
    }

    private static JsonNode parsed(String payload) {
        try {
            return MAPPER.readTree(payload);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }
}
