package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MessagesTest {

    /** A feed that a test speaks through. */
    private static final class Hand implements Messages.Feed {
        private Consumer<byte[]> message = bytes -> {};
        private Consumer<String> lost = why -> {};

        @Override
        public void open(Consumer<byte[]> taker, Consumer<String> ender) {
            message = taker;
            lost = ender;
        }

        @Override
        public void close() {}

        void say(String text) {
            message.accept(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private final Hand hand = new Hand();

    @Test
    void givesUpTheOldestMessagesAsAWholeWhenNobodyReads() throws Exception {
        Messages messages = messages(SilentSource.AFTER);
        messages.open();
        for (int i = 0; i < 3000; i++) {
            hand.say(String.format("<%0500d>", i));
        }
        hand.lost.accept("that was all");
        String read = readToTheEnd(messages);
        assertThat(read).startsWith("<").endsWith("2999>").hasSizeLessThan(256 * 1024 + 1);
        assertThat(messages.dropped()).isEqualTo(3000 - read.length() / 502);
    }

    @Test
    void saysWhyNothingMoreComesAfterAllThatHasCome() throws Exception {
        Messages messages = messages(SilentSource.AFTER);
        messages.open();
        hand.say("/last");
        hand.lost.accept("the broker is gone");
        byte[] buffer = new byte[3];
        assertThat(messages.read(buffer)).isEqualTo(3);
        assertThat(messages.read(buffer)).isEqualTo(2);
        assertThatThrownBy(() -> messages.read(buffer)).hasMessage("the broker is gone");
        messages.open();
        hand.say("/new");
        assertThat(messages.read(buffer)).isEqualTo(3);
    }

    @Test
    void isOpenedAnewWhenItIsSilent() throws Exception {
        Messages messages = messages(Duration.ZERO);
        messages.open();
        assertThatThrownBy(() -> messages.read(new byte[10]))
                .isInstanceOf(SilentSource.class)
                .hasMessageContaining("does the dongle publish there");
    }

    private Messages messages(Duration patience) {
        return new Messages("mqtt:here", hand, Clock.systemUTC(), patience);
    }

    private static String readToTheEnd(Messages messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                all.write(buffer, 0, messages.read(buffer));
            }
        } catch (IOException end) {
            return all.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
