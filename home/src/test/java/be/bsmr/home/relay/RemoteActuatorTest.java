package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RemoteActuatorTest {

    private static final Command SHED = new Command.Shed("x", Instant.EPOCH);
    private static final Command SET_TO_9 = new Command.Set("x", Instant.EPOCH, 9);

    /** A plug that falls back by itself when it hears nothing. */
    private static final class Plug extends RemoteActuator {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile boolean on = true;

        Plug() {
            super(new Actuation.OnOff(), true, false, 1);
        }

        @Override
        void shed() {
            heard.add("off");
            on = false;
        }

        @Override
        void restore() {
            heard.add("on");
            on = true;
        }

        @Override
        void set(int value) {
            throw new AssertionError("a plug is not set");
        }

        @Override
        Sight sight() {
            return new Sight(on, null, null);
        }

        @Override
        public void close() {}
    }

    /** A charging point, of which others may choose the mode. */
    private static final class Charger extends RemoteActuator {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile Boolean on = true;
        private volatile Integer value = 16;
        private volatile boolean obeys = true;

        Charger() {
            super(
                    new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 230, true),
                    true,
                    true,
                    0);
        }

        @Override
        void shed() {
            hear("off", false, value);
        }

        @Override
        void restore() {
            hear("on", true, value);
        }

        @Override
        void set(int newValue) {
            hear("" + newValue, on, newValue);
        }

        private void hear(String word, Boolean newOn, Integer newValue) {
            heard.add(word);
            on = obeys ? newOn : on;
            value = obeys ? newValue : value;
        }

        @Override
        Sight sight() {
            return new Sight(on, value, null);
        }

        @Override
        public void close() {}
    }

    private final Plug plug = new Plug();
    private final Charger charger = new Charger();

    @Test
    void oneThatIsOnIsOnlySetAndItsModeStaysAPersonsChoice() throws IOException {
        assertThat(charger.isDone(SET_TO_9)).isFalse();
        charger.order(SET_TO_9);
        assertThat(charger.isDone(SET_TO_9)).isTrue();
        assertThat(charger.heard).containsExactly("9");
    }

    @Test
    void oneThatSomebodyHasPutOffIsSetAndStaysOff() throws IOException {
        charger.order(SET_TO_9);
        assertThat(charger.isDone(SET_TO_9)).isTrue();
        charger.on = false;
        Command other = new Command.Set("x", Instant.EPOCH, 12);
        assertThat(charger.isDone(other)).isFalse();
        charger.order(other);
        assertThat(charger.isDone(other)).isTrue();
        assertThat(charger.on).isFalse();
    }

    @Test
    void oneThatWeHavePutOffIsOnAgainBeforeItCountsAsSet() throws IOException {
        charger.order(SHED);
        charger.obeys = false;
        charger.order(SET_TO_9);
        assertThat(charger.isDone(SET_TO_9)).isFalse();
        charger.obeys = true;
        charger.order(SET_TO_9);
        assertThat(charger.isDone(SET_TO_9)).isTrue();
        assertThat(charger.heard).containsExactly("off", "on", "9", "on", "9");
    }

    @Test
    void oneThatIsOffAlthoughItWasToldIsToldToBeOnTheNextTime() throws IOException {
        charger.order(SET_TO_9);
        assertThat(charger.isDone(SET_TO_9)).isTrue();
        charger.on = false;
        charger.order(SET_TO_9);
        assertThat(charger.isDone(SET_TO_9)).isTrue();
        assertThat(charger.on).isTrue();
    }

    @Test
    void isToldTheSameAgainWhileItIsSo() throws IOException {
        plug.order(SHED);
        await().until(() -> plug.look().on().equals(false) && plug.heard.size() == 2);
        assertThat(plug.heard).containsExactly("off", "off");
    }

    @Test
    void isLeftAloneOnceAPersonHasSwitchedIt() throws IOException {
        Plug other = new Plug();
        other.order(SHED);
        plug.order(SHED);
        plug.on = true;
        await().until(() -> plug.look().on() && other.look() != null && other.heard.size() == 2);
        plug.look();
        assertThat(plug.heard).as("although it was due again").containsExactly("off");
    }
}
