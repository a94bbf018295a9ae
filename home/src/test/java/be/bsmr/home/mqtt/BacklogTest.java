package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void theOldestGivesWayWhenThereIsNoRoom() {
        int dropped = 0;
        for (int i = 0; i < Backlog.MOST + 3; i++) {
            dropped += backlog.add(message(i, 10));
        }
        assertThat(dropped).isEqualTo(3);
        assertThat(topic()).isEqualTo("t/3");
    }

    @Test
    void aFewLongOnesFillItToo() {
        int dropped = 0;
        for (int i = 0; i < 6; i++) {
            dropped += backlog.add(message(i, 300_000));
        }
        assertThat(dropped).isEqualTo(3);
        assertThat(topic()).isEqualTo("t/3");
    }

    @Test
    void oneAtWhichTheBrokerHangsUpEachTimeDoesNotHoldUpTheOthers() {
        Mqtt3Publish poison = message(1, 10);
        Object unused = backlog.add(poison);
        unused = backlog.add(message(2, 10));
        for (int i = 0; i < 4; i++) {
            assertThat(backlog.notTaken(poison)).isFalse();
        }
        assertThat(backlog.notTaken(poison)).isTrue();
        assertThat(topic()).isEqualTo("t/2");
    }

    @Test
    void whatWasGivenUpMeanwhileIsNotTakenTwice() {
        Mqtt3Publish first = message(0, 10);
        Object unused = backlog.add(first);
        for (int i = 1; i <= Backlog.MOST; i++) {
            unused = backlog.add(message(i, 10));
        }
        backlog.taken(first);
        assertThat(topic()).isEqualTo("t/1");
        assertThat(backlog.topics()).hasSize(Backlog.MOST).doesNotContain("t/0");
    }

    private String topic() {
        return Objects.requireNonNull(backlog.oldest()).getTopic().toString();
    }

    private static Mqtt3Publish message(int number, int bytes) {
        return Mqtt3Publish.builder().topic("t/" + number).payload(new byte[bytes]).build();
    }
}
