package be.bsmr.home;

import be.bsmr.site.SiteInput;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What people ask through one source, MQTT or the page: of each load one wish a second goes on, and
 * of what is asked more often the newest of its kind. So nobody's finger, and no script, fills the
 * disk with decisions.
 */
final class Wishes implements Consumer<SiteInput> {

    private static final Duration PACE = Duration.ofSeconds(1);

    private record Kind(String load, Class<?> kind) {}

    private final Consumer<SiteInput> site;
    private final LongSupplier nanos;
    private final Map<String, Long> handedAt = new HashMap<>();
    private final Map<Kind, SiteInput> later = new LinkedHashMap<>();

    /**
     * @param site takes what goes on at once
     * @param nanos a clock that is never set
     */
    Wishes(Consumer<SiteInput> site, LongSupplier nanos) {
        this.site = site;
        this.nanos = nanos;
    }

    @Override
    public void accept(SiteInput wish) {
        String load = load(wish);
        synchronized (later) {
            boolean others = later.keySet().stream().anyMatch(k -> k.load.equals(load));
            if (others || !isTurnOf(load)) {
                Kind kind = new Kind(load, wish.getClass());
                later.remove(kind);
                later.put(kind, wish);
                return;
            }
            handedAt.put(load, nanos.getAsLong());
        }
        site.accept(wish);
    }

    /** A wish whose turn has come. */
    Optional<SiteInput> due() {
        synchronized (later) {
            Iterator<Map.Entry<Kind, SiteInput>> each = later.entrySet().iterator();
            while (each.hasNext()) {
                Map.Entry<Kind, SiteInput> next = each.next();
                if (isTurnOf(next.getKey().load)) {
                    handedAt.put(next.getKey().load, nanos.getAsLong());
                    each.remove();
                    return Optional.of(next.getValue());
                }
            }
            return Optional.empty();
        }
    }

    private boolean isTurnOf(String load) {
        Long last = handedAt.get(load);
        return last == null || nanos.getAsLong() - last >= PACE.toNanos();
    }

    /** The load that it is about; nothing when it is about all of them. */
    private static String load(SiteInput wish) {
        if (wish instanceof SiteInput.UserRequest r) {
            return r.load();
        }
        return wish instanceof SiteInput.UndoRequest r ? r.load() : "";
    }
}
