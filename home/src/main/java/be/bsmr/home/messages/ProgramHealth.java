package be.bsmr.home.messages;

import be.bsmr.home.guard.Guesses;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the parts of the program do: each part says how it can be asked, and whoever shows it asks.
 * From any thread; what is asked must not wait.
 */
public final class ProgramHealth {

    private final Map<String, Supplier<PartReport>> parts = new ConcurrentHashMap<>();
    private final Map<String, Guesses> doors = new ConcurrentHashMap<>();
    private volatile @Nullable Supplier<StoreReport> store;
    private volatile @Nullable Supplier<FeedReport> feed;

    /**
     * Adds a part.
     *
     * @param name a word for programs, such as {@code store}
     */
    public void watch(String name, Supplier<PartReport> report) {
        parts.put(name, report);
    }

    /** Whether there is such a part. */
    public boolean has(String part) {
        return parts.containsKey(part);
    }

    /** Says how keeping goes. */
    public void watchStore(Supplier<StoreReport> report) {
        store = report;
    }

    /** Says how sending to another server goes. */
    public void watchFeed(Supplier<FeedReport> report) {
        feed = report;
    }

    /**
     * Who guesses passwords at a door of this program.
     *
     * @param name a word for programs, such as {@code mqtt}
     * @param what it is called in the log, such as {@code the dashboard}
     */
    public Guesses door(String name, String what) {
        return doors.computeIfAbsent(name, n -> new Guesses(what));
    }

    /** Whoever came in at a door of a program before this one is known here. */
    public void recall(ProgramHealth before) {
        before.doors.forEach((name, guesses) -> door(name, guesses.door()).recall(guesses.known()));
    }

    /** Each part by name, in the order of the alphabet. */
    public Map<String, PartReport> parts() {
        Map<String, PartReport> all = new TreeMap<>();
        parts.forEach((name, report) -> all.put(name, report.get()));
        return all;
    }

    /** Each door by name, in the order of the alphabet. */
    public Map<String, Guesses> doors() {
        return new TreeMap<>(doors);
    }

    /** Null when nothing is kept. */
    public @Nullable StoreReport store() {
        Supplier<StoreReport> asked = store;
        return asked == null ? null : asked.get();
    }

    /** Null when no other server is fed. */
    public @Nullable FeedReport feed() {
        Supplier<FeedReport> asked = feed;
        return asked == null ? null : asked.get();
    }
}
