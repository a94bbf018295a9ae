package be.bsmr.home.messages;

import be.bsmr.home.messages.SiteValue.Kind;
import be.bsmr.home.messages.SiteValue.Metric;
import be.bsmr.p1.Rejected;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as a number, as Prometheus wants it: powers in W, times in s since 1970, flags 1 or 0.
 *
 * @param metric its name and help
 * @param counts whether it only goes up
 * @param label name and value of what tells it from others of this name; null when it is the only
 *     one
 */
public record MetricSample(
        Metric metric, boolean counts, Map.@Nullable Entry<String, String> label, double value) {

    /**
     * All that is known now. While the meter is silent nothing is said of what it measured: that is
     * not so any more.
     *
     * @param step the newest; null before the first
     * @param age since the newest telegram; null before the first
     * @param store how keeping goes; null when nothing is kept
     * @param feed how sending to another server goes; null when none is fed
     */
    public static List<MetricSample> of(
            @Nullable SiteStep step,
            @Nullable Duration age,
            @Nullable StoreReport store,
            @Nullable FeedReport feed) {
        List<MetricSample> all = new ArrayList<>();
        SiteState state = step == null ? null : step.state();
        LinkHealth link = state == null ? LinkHealth.INITIAL : state.metering().link();
        add(all, MeterValues.LINK, SiteJson.link(link, null), null);
        add(all, ProgramValues.HOUSE, ProgramValues.House.of(age, state), null);
        if (store != null) {
            add(all, ProgramValues.STORE, store, null);
        }
        if (feed != null) {
            add(all, ProgramValues.FEED, feed, null);
        }
        if (step == null || state == null) {
            return all;
        }
        step.loads().forEach(s -> add(all, LoadValues.LOAD, s, Map.entry("load", s.load().id())));
        if (state.metering().silent()) {
            return all;
        }
        if (state.last() != null) {
            add(
                    all,
                    MeterValues.READING,
                    new MeterValues.Telegram(state.last(), state.metering().grid()),
                    null);
        }
        if (state.foresight().outlook() != null) {
            add(
                    all,
                    QuarterValues.QUARTER,
                    SiteJson.running(state, state.foresight().outlook()),
                    null);
            add(
                    all,
                    PriceValues.PRICES,
                    new PriceValues.Now(
                            state.control().prices(),
                            state.foresight().outlook().soFar().quarter()),
                    null);
        }
        return all;
    }

    private static <T> void add(
            List<MetricSample> all,
            ValueTable<T> table,
            T source,
            Map.@Nullable Entry<String, String> label) {
        for (SiteValue<T> row : table.rows()) {
            Metric metric = row.metric();
            Object value = metric == null ? null : row.of(source);
            if (metric == null || value == null) {
                continue;
            }
            if (value instanceof Map<?, ?> byCause) {
                // Every cause from the start: a rate must see the first one come.
                for (Rejected.Cause cause : Rejected.Cause.values()) {
                    Object count = byCause.get(cause.label());
                    all.add(
                            new MetricSample(
                                    metric,
                                    true,
                                    Map.entry("cause", cause.label()),
                                    count == null ? 0 : number(count)));
                }
            } else {
                all.add(new MetricSample(metric, row.kind() == Kind.COUNTER, label, number(value)));
            }
        }
    }

    private static double number(Object value) {
        if (value instanceof Power power) {
            return power.watts();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() / 1000.0;
        }
        if (value instanceof Instant at) {
            return (double) at.getEpochSecond();
        }
        if (value instanceof BigDecimal number) {
            return number.doubleValue();
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException("no metric can be made of " + value.getClass());
    }
}
