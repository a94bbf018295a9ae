package be.bsmr.home.relay;

import be.bsmr.site.SiteStep;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lamp or a buzzer on a pin that says how the quarter does. It blinks on a thread of its own, and
 * a pin that fails costs nothing but the lamp.
 */
public final class AlarmLamp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AlarmLamp.class);

    private static final long GOODBYE_MILLIS = 1000;

    private final AlarmLampSettings settings;
    private final ZoneId zone;
    private final DigitalOutput pin;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1,
                    task -> {
                        Thread made = new Thread(task, "alarm lamp");
                        made.setDaemon(true);
                        return made;
                    });
    private LampSignal told = LampSignal.NONE;
    private @Nullable Future<?> next;
    private boolean failed;

    /**
     * @param zone of the times at which it is quiet
     * @throws IOException when the pin cannot be had
     */
    public AlarmLamp(Gpio gpio, AlarmLampSettings settings, ZoneId zone) throws IOException {
        this.settings = settings;
        this.zone = zone;
        pin = gpio.output(settings.pin(), "lamp", settings.activeLow());
    }

    /** Takes the newest step; one thread at a time. Never waits for the pin. */
    public void hear(SiteStep step) {
        LampSignal signal =
                settings.shown(LampSignal.of(step.state()), step.input().at().atZone(zone));
        if (signal != told) {
            told = signal;
            thread.execute(() -> begin(signal));
        }
    }

    /** Off, whatever was to be told. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)) {
                set(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(LampSignal signal) {
        if (next != null) {
            next.cancel(false);
        }
        if (signal == LampSignal.NONE) {
            set(false);
        } else {
            play(signal, 0, 0);
        }
    }

    /**
     * @param played of this signal so far, in ms
     */
    private void play(LampSignal signal, int part, long played) {
        long longest = TimeUnit.SECONDS.toMillis(settings.longestS());
        if (longest > 0 && played >= longest) {
            set(false);
            return;
        }
        set(signal.isOn(part));
        long rest = longest == 0 ? Long.MAX_VALUE : longest - played;
        long lasts = Math.min(signal.millis(part), rest);
        int after = (part + 1) % signal.parts();
        next =
                thread.schedule(
                        () -> play(signal, after, played + lasts), lasts, TimeUnit.MILLISECONDS);
    }

    private void set(boolean on) {
        try {
            pin.state(on != settings.activeLow() ? DigitalState.HIGH : DigitalState.LOW);
            failed = false;
        } catch (RuntimeException e) {
            // The GPIO library throws exceptions of its own, and plain ones of Java besides.
            if (!failed) {
                failed = true;
                log.warn(
                        "the alarm lamp: pin {} does not obey: {}", settings.pin(), e.getMessage());
            }
        }
    }
}
