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

    private final Plug plug = new Plug();

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
