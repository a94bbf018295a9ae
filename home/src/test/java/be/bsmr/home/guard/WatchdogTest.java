package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    @Test
    void saysOnceThatTheSiteHangsAndOnceThatItMovesAgain() {
        AtomicReference<Duration> still = new AtomicReference<>(Duration.ofMillis(299));
        AtomicInteger looks = new AtomicInteger();
        List<Boolean> said = new CopyOnWriteArrayList<>();
        try (Watchdog dog =
                new Watchdog(
                        () -> {
                            looks.incrementAndGet();
                            return still.get();
                        },
                        Duration.ofMillis(300),
                        said::add)) {
            dog.start();
            await().until(() -> looks.get() > 3);
            assertThat(said).isEmpty();
            still.set(Duration.ofMillis(301));
            await().until(() -> said.equals(List.of(true)));
            int before = looks.get();
            await().until(() -> looks.get() > before + 3);
            assertThat(said).containsExactly(true);
            still.set(Duration.ZERO);
            await().until(() -> said.equals(List.of(true, false)));
        }
    }
}
