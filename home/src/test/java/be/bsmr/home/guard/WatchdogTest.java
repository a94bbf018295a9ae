package be.bsmr.home.guard;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    @Test
    void saysOnceThatTheSiteHangsAndOnceThatItMovesAgain() {
        AtomicReference<Duration> still = new AtomicReference<>(Duration.ofMillis(299));
        List<Boolean> said = new CopyOnWriteArrayList<>();
        try (Watchdog dog = new Watchdog(still::get, Duration.ofMillis(300), said::add)) {
            dog.start();
            await().during(Duration.ofMillis(50)).until(said::isEmpty);
            still.set(Duration.ofMillis(301));
            await().until(() -> said.equals(List.of(true)));
            await().during(Duration.ofMillis(50)).until(() -> said.equals(List.of(true)));
            still.set(Duration.ZERO);
            await().until(() -> said.equals(List.of(true, false)));
        }
    }
}
