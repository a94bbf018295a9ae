package be.bsmr.home.relay;

import be.bsmr.control.Actuation;
import be.bsmr.home.relay.MqttActuatorSettings.Message;
import be.bsmr.home.relay.MqttActuatorSettings.Said;
import be.bsmr.home.relay.MqttActuatorSettings.State;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A load that is told by messages, and believed when it says that it is so. */
public final class MqttActuator extends RemoteActuator {

    /** So often asked in vain, and it is taken to be away: half a minute. */
    private static final int UNANSWERED = 3;

    private final MqttActuatorSettings settings;
    private final MqttLine line;

    private final Object lock = new Object();
    private @Nullable Boolean on;
    private @Nullable Integer value;
    private @Nullable Power power;
    private int unanswered;
    private boolean answered;

    /**
     * @param line to its broker
     */
    public MqttActuator(MqttActuatorSettings settings, Actuation actuation, MqttLine line) {
        super(actuation, settings.reports().state() != null, settings.reports().value() != null, 0);
        this.settings = settings;
        this.line = line;
    }

    @Override
    public void begin(Runnable heard, Runnable reconnected) {
        line.whenConnected(reconnected);
        State state = settings.reports().state();
        if (state != null) {
            listen(
                    state.topic(),
                    payload ->
                            Payload.at(state.path(), payload)
                                    .ifPresent(
                                            word ->
                                                    hear(
                                                            !word.equalsIgnoreCase(state.off()),
                                                            heard)));
        }
        Said said = settings.reports().value();
        if (said != null) {
            listen(
                    said.topic(),
                    payload ->
                            Payload.numberAt(said.path(), payload)
                                    .ifPresent(number -> hear(number, heard)));
        }
        Said watts = settings.reports().power();
        if (watts != null) {
            listen(
                    watts.topic(),
                    payload ->
                            Payload.numberAt(watts.path(), payload)
                                    .ifPresent(number -> hear(new Power(number))));
        }
    }

    /** Whatever it says, and whether we understand it: it is there. */
    private void listen(String topic, Consumer<String> receiver) {
        line.subscribe(
                topic,
                payload -> {
                    synchronized (lock) {
                        unanswered = 0;
                        answered = true;
                    }
                    receiver.accept(payload);
                });
    }

    @Override
    void shed() throws IOException {
        say(settings.contact().shed());
    }

    @Override
    void restore() throws IOException {
        say(settings.contact().restore());
    }

    private void say(String payload) throws IOException {
        line.vouch();
        if (settings.contact().topic() != null) {
            line.publish(settings.contact().topic(), payload, settings.contact().retain());
        }
        if (isYetToSay()) {
            ask();
        }
    }

    private void ask() throws IOException {
        Message ask = settings.reports().ask();
        if (ask != null) {
            line.publish(ask.topic(), ask.payload(), false);
        }
    }

    @Override
    void set(int newValue) throws IOException {
        line.vouch();
        Message set = settings.set();
        if (set != null) {
            line.publish(set.topic(), set.with(newValue), settings.contact().retain());
        }
    }

    @Override
    Sight sight() {
        synchronized (lock) {
            return new Sight(on, value, power);
        }
    }

    @Override
    public boolean isYetToSay() {
        synchronized (lock) {
            return (settings.reports().state() != null && on == null)
                    || (settings.reports().value() != null && value == null);
        }
    }

    @Override
    public boolean isToldOnly() {
        return settings.reports().equals(MqttActuatorSettings.Reports.NONE);
    }

    /** One that cannot be asked may have had no reason yet to say anything. */
    @Override
    public boolean hasAnswered() {
        synchronized (lock) {
            return answered || settings.reports().ask() == null;
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
            value = null;
        }
    }

    /** A power is told once: one that is not said again is not so any more. */
    @Override
    public Sight look() throws IOException {
        line.requireConnected();
        ask();
        Sight sight = super.look();
        synchronized (lock) {
            power = null;
            if (settings.reports().ask() != null && unanswered++ >= UNANSWERED) {
                throw new IOException("it does not answer");
            }
        }
        return sight;
    }

    @Override
    public void letGo() {
        line.release();
    }

    @Override
    public void close() {
        line.release();
    }

    /** Only news wakes the switch: it asks when it looks, and what it is answered is no news. */
    private void hear(boolean now, Runnable heard) {
        boolean news;
        synchronized (lock) {
            news = on == null || on != now;
            on = now;
        }
        if (news) {
            heard.run();
        }
    }

    private void hear(int now, Runnable heard) {
        boolean news;
        synchronized (lock) {
            news = value == null || value != now;
            value = now;
        }
        if (news) {
            heard.run();
        }
    }

    private void hear(Power now) {
        synchronized (lock) {
            power = now;
        }
    }
}
