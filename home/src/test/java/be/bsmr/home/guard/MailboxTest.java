package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MailboxTest {

    private final List<Integer> read = new CopyOnWriteArrayList<>();

    @Test
    void deliversInOrderAndAllThatIsLeftWhenItCloses() {
        try (Mailbox<Integer> box = new Mailbox<>("test", 1000, read::add)) {
            IntStream.range(0, 500).forEach(box::put);
        }
        assertThat(read).isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void neverBlocksTheSenderAndCountsWhatItDrops() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Mailbox<Integer> box =
                new Mailbox<>(
                        "slow",
                        3,
                        m -> {
                            read.add(m);
                            stuck.countDown();
                            awaitQuietly(goOn);
                        })) {
            box.put(0);
            stuck.await();
            IntStream.rangeClosed(1, 10).forEach(box::put);
            assertThat(box.dropped()).isEqualTo(7);
            goOn.countDown();
            await().until(() -> read.size() == 4);
        }
        assertThat(read).as("the newest stay").containsExactly(0, 8, 9, 10);
    }

    @Test
    void saysNothingWhereMessagesMayBeMissed() {
        Logger logger = (Logger) LoggerFactory.getLogger(Mailbox.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Mailbox<Integer> box = new Mailbox<>("demo", 1, m -> awaitQuietly(goOn), true)) {
            IntStream.rangeClosed(1, 2001).forEach(box::put);
            assertThat(box.dropped()).isGreaterThan(1998);
            goOn.countDown();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).isEmpty();
    }

    /** A hostile line on the meter's cable makes a million messages of a few minutes. */
    @Test
    void saysOnceAMinuteThatItIsTooSlow() {
        List<ILoggingEvent> log = flooded(Duration.ofSeconds(5), 100_000);
        assertThat(log).hasSize(1);
        assertThat(log.get(0).getFormattedMessage())
                .isEqualTo("flooded is too slow: 1 message dropped so far");
    }

    @Test
    void aBurstThatIsCaughtUpWithIsNoNews() {
        assertThat(flooded(Duration.ofSeconds(4), 1000)).isEmpty();
    }

    /** What is logged when a reader is stuck for so long before many more come. */
    private static List<ILoggingEvent> flooded(Duration stuckFor, int messages) {
        Logger logger = (Logger) LoggerFactory.getLogger(Mailbox.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong now = new AtomicLong();
        Consumer<Integer> reader =
                m -> {
                    stuck.countDown();
                    awaitQuietly(goOn);
                };
        try (Mailbox<Integer> box = new Mailbox<>("flooded", 1, reader, false, now::get)) {
            box.put(0);
            awaitQuietly(stuck);
            box.put(0);
            now.set(stuckFor.toNanos());
            IntStream.range(0, messages).forEach(box::put);
            goOn.countDown();
        } finally {
            logger.detachAppender(log);
        }
        return log.list;
    }

    @Test
    void goesOnAfterAReaderThatFails() {
        try (Mailbox<Integer> box =
                new Mailbox<>(
                        "failing",
                        10,
                        m -> {
                            if (m == 1) {
                                throw new IllegalStateException("as the test wants");
                            }
                            read.add(m);
                        })) {
            IntStream.range(0, 3).forEach(box::put);
        }
        assertThat(read).containsExactly(0, 2);
    }

    @Test
    void refusesToHoldNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mailbox<Integer>("none", 0, read::add).close());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
