package be.bsmr.home.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.WeeklyTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages through a real server that is away, refuses or does not answer. */
class DeliveryTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final List<WeeklyTime> NIGHT = List.of(WeeklyTime.parse("22:00-07:00"));
    private static final Delivery.Pauses SHORT =
            new Delivery.Pauses(Duration.ofMillis(5), Duration.ofMillis(20));

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private HttpSink sink;
    private Delivery delivery;

    @BeforeEach
    void open() throws IOException {
        sink = new HttpSink();
        delivery = through(sink.url());
    }

    @AfterEach
    void close() {
        delivery.close();
        sink.close();
    }

    private Delivery through(String url) {
        NtfySettings settings = new NtfySettings(url, "house", null, null, null);
        return new Delivery(new NtfyChannel(settings, new Web()), now::get, BRUSSELS, SHORT);
    }

    private static Message message(Urgency level) {
        return new Message(Rule.DISK, level, "title", level.toString());
    }

    private List<String> arrived() {
        return sink.requests().stream().map(HttpSink.Request::text).toList();
    }

    @Test
    void triesAgainUntilTheServerTakesIt() {
        sink.answers(503, "not now");
        delivery.put(message(Urgency.NORMAL), List.of());
        await().until(() -> sink.requests().size() > 3);
        assertThat(delivery.health().trouble()).isEqualTo("127.0.0.1 answers 503 not now");
        sink.answers(200, "ok");
        await().until(() -> delivery.waiting() == 0);
        assertThat(delivery.health().trouble()).isNull();
        assertThat(delivery.health().age()).isEqualTo(Duration.ZERO);
    }

    @Test
    void givesUpWhatIsNoNewsAnyMore() {
        sink.answers(503, "not now");
        delivery.put(message(Urgency.HIGH), List.of());
        await().until(() -> !sink.requests().isEmpty());
        now.updateAndGet(before -> before.plus(Rule.DISK.fresh()));
        await().until(() -> delivery.waiting() == 0);
        sink.answers(200, "ok");
        int tried = sink.requests().size();
        delivery.put(message(Urgency.NORMAL), List.of());
        await().until(() -> delivery.waiting() == 0);
        assertThat(arrived()).hasSize(tried + 1).last().asString().contains("NORMAL");
    }

    @Test
    void keepsQuietAtNightUnlessItMatters() {
        now.set(Instant.parse("2026-11-26T22:30:00Z"));
        delivery.put(message(Urgency.NORMAL), NIGHT);
        delivery.put(message(Urgency.HIGH), NIGHT);
        await().until(() -> delivery.waiting() == 1);
        assertThat(arrived()).singleElement().asString().contains("HIGH");
        now.set(Instant.parse("2026-11-27T06:00:00Z"));
        await().until(() -> delivery.waiting() == 0);
        assertThat(arrived()).last().asString().contains("NORMAL");
    }

    @Test
    void dropsAtNightWhatIsNoNewsInTheMorning() {
        now.set(Instant.parse("2026-11-26T21:30:00Z"));
        delivery.put(message(Urgency.NORMAL).freshFor(Duration.ofHours(8)), NIGHT);
        await().until(() -> delivery.waiting() == 0);
        assertThat(arrived()).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerHoldsUpNoOtherAndNoStop() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Delivery held = through("http://127.0.0.1:" + mute.getLocalPort());
            held.put(message(Urgency.HIGH), List.of());
            delivery.put(message(Urgency.HIGH), List.of());
            await().until(() -> delivery.waiting() == 0);
            assertThat(arrived()).hasSize(1);
            assertThat(held.waiting()).isEqualTo(1);
            long stopping = System.nanoTime();
            held.close();
            assertThat(Duration.ofNanos(System.nanoTime() - stopping))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void keepsNoMoreThanAHouseCanHave() {
        sink.answers(503, "not now");
        for (int i = 0; i <= Delivery.MOST_WAITING; i++) {
            delivery.put(message(Urgency.NORMAL), List.of());
        }
        assertThat(delivery.waiting()).isEqualTo(Delivery.MOST_WAITING);
    }
}
