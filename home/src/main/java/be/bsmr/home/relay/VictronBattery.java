package be.bsmr.home.relay;

import be.bsmr.control.Command;
import be.bsmr.home.relay.MqttActuatorSettings.Message;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A battery behind Victron's ESS. What can be set there is not the battery but the grid: ESS keeps
 * the house at a <em>set-point</em> by filling or emptying the battery. So what the battery is to
 * take is worked out from what the grid and the battery do at that moment, both as the GX device
 * says: set-point = grid − battery + wanted. At 0 W ESS gets the owner's own set-point back.
 *
 * <p>Told to {@code hub4}, which forgets it, not to {@code settings}, which would wear out its
 * memory. The GX device says something only to who asks it once a minute (dbus-flashmq, README).
 */
public final class VictronBattery implements Actuator {

    private static final String SET_POINT = "hub4/0/AcPowerSetpoint";
    private static final String BATTERY = "system/0/Dc/Battery/Power";
    private static final String GRID = "system/0/Ac/Grid";

    /** What was said longer ago is not so any more. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(30);

    private final VictronSettings settings;
    private final MqttLine line;

    private final Object lock = new Object();
    private final Map<String, Heard> heard = new HashMap<>();
    private @Nullable Command told;
    private int setPoint;
    private boolean answered;

    private record Heard(int watts, long at) {}

    /**
     * @param line to the broker in its GX device
     */
    public VictronBattery(VictronSettings settings, MqttLine line) {
        this.settings = settings;
        this.line = line;
    }

    /** What the GX device's broker must say in our place when we are dead. */
    public static Message lastWill(VictronSettings settings) {
        return new Message(settings.topic("W", SET_POINT), value(settings.restW()));
    }

    private static String value(int watts) {
        return "{\"value\":" + watts + "}";
    }

    @Override
    public void begin(Runnable news, Runnable reconnected) {
        line.whenConnected(reconnected);
        settings.grid().forEach(this::listen);
        listen(settings.topic("N", BATTERY));
        listen(settings.topic("N", SET_POINT));
    }

    private void listen(String topic) {
        line.subscribe(
                topic,
                payload -> {
                    synchronized (lock) {
                        answered = true;
                        Payload.numberAt("/value", payload)
                                .ifPresentOrElse(
                                        watts ->
                                                heard.put(
                                                        topic, new Heard(watts, System.nanoTime())),
                                        () -> heard.remove(topic));
                    }
                });
    }

    /** Doing it twice does no harm: the set-point is worked out once for each command. */
    @Override
    public void order(Command command) throws IOException {
        line.requireConnected();
        line.vouch();
        if (!command.equals(told)) {
            told = null;
            setPoint = setPoint(command);
        }
        line.publish(settings.topic("W", SET_POINT), value(setPoint), false);
        told = command;
        ask();
    }

    private int setPoint(Command command) throws IOException {
        int wanted = wanted(command);
        if (wanted == 0) {
            return settings.restW();
        }
        Integer grid = grid();
        Integer battery = said(settings.topic("N", BATTERY));
        if (grid == null || battery == null) {
            ask();
            throw new IOException(
                    "the GX device has not said what "
                            + (grid == null ? "the grid" : "the battery")
                            + " draws");
        }
        return grid - battery + wanted;
    }

    private static int wanted(Command command) {
        return command instanceof Command.Set set ? set.value() : 0;
    }

    /** All wires together; null while none is told. */
    private @Nullable Integer grid() {
        List<Integer> wires =
                settings.grid().stream().flatMap(topic -> Stream.ofNullable(said(topic))).toList();
        return wires.isEmpty() ? null : (Integer) wires.stream().mapToInt(w -> w).sum();
    }

    private @Nullable Integer said(String topic) {
        synchronized (lock) {
            Heard last = heard.get(topic);
            return last == null || System.nanoTime() - last.at() > FRESH ? null : last.watts();
        }
    }

    /** A value that does not change is said only when it is asked for. */
    private void ask() throws IOException {
        line.publish(
                settings.topic("R", "keepalive"),
                "{\"keepalive-options\":[\"suppress-republish\"]}",
                false);
        line.publish(settings.topic("R", GRID), "", false);
        line.publish(settings.topic("R", BATTERY), "", false);
        line.publish(settings.topic("R", SET_POINT), "", false);
    }

    @Override
    public boolean isDone(Command command) throws IOException {
        Integer held = said(settings.topic("N", SET_POINT));
        return Actuator.same(told, command) && held != null && held == setPoint;
    }

    /** Draws less than nothing when it gives. */
    @Override
    public Sight look() throws IOException {
        line.requireConnected();
        Integer battery = said(settings.topic("N", BATTERY));
        ask();
        Command lasting = told;
        Integer held = said(settings.topic("N", SET_POINT));
        if (hasAnswered() && battery == null && held == null && grid() == null) {
            throw new IOException("the GX device does not say anything any more");
        }
        if (lasting != null && wanted(lasting) != 0 && held != null && held != setPoint) {
            // It was started anew, and has forgotten.
            line.publish(settings.topic("W", SET_POINT), value(setPoint), false);
        }
        return new Sight(null, null, battery == null ? null : new Power(battery));
    }

    @Override
    public boolean hasAnswered() {
        synchronized (lock) {
            return answered;
        }
    }

    @Override
    public void doubt() {
        synchronized (lock) {
            heard.remove(settings.topic("N", SET_POINT));
        }
    }

    @Override
    public void letGo() {
        line.release();
    }

    @Override
    public void close() {
        line.release();
    }
}
