package be.bsmr.home.messages;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value that a site says.
 *
 * @param <T> what it is read from
 * @param key its name in JSON, in snake case, ending in its unit; such as {@code import_power_w}
 * @param unit what it is counted in
 * @param kind what programs may do with it
 * @param read gives the value; null = not known, and then it is left out
 * @param meaning for the reference in {@code docs/}, in Markdown
 * @param metric how Prometheus calls it; null = it is no metric
 * @param form where it is said
 */
public record SiteValue<T>(
        String key,
        Unit unit,
        Kind kind,
        Function<T, @Nullable Object> read,
        String meaning,
        @Nullable Metric metric,
        Form form) {

    /** What programs may do with a value. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Only goes up, but for a restart or another meter. */
        COUNTER,
        /** A word or a name. */
        TEXT,
        /** A moment. */
        TIME,
        /** From 0, never, to 1, certainly. */
        PROBABILITY,
        /** True or false. */
        FLAG,
        /** Several values. */
        LIST
    }

    /** Where a value is said. */
    enum Form {
        /** In JSON; to Prometheus too when it has a metric. */
        KEY,
        /** To Prometheus only. */
        METRIC_ONLY
    }

    /**
     * How Prometheus calls a value.
     *
     * @param name without the {@code _total} that a counter gets
     * @param help one line
     */
    public record Metric(String name, String help) {}

    SiteValue<T> as(Metric newMetric) {
        return new SiteValue<>(key, unit, kind, read, meaning, newMetric, form);
    }

    SiteValue<T> onlyAs(Metric newMetric) {
        return new SiteValue<>(key, unit, kind, read, meaning, newMetric, Form.METRIC_ONLY);
    }

    /** The value of {@code source}; null when it is not known. */
    public @Nullable Object of(T source) {
        return read.apply(source);
    }
}
