package be.bsmr.home.web;

import be.bsmr.control.LoadState;
import be.bsmr.control.Outlook;
import be.bsmr.p1.Rejected;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteState;
import be.bsmr.unit.Power;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest state as Prometheus reads it. The state itself counts, so nothing is kept here: each
 * scrape is a snapshot of it. What is not known is left out.
 */
final class Metrics {

    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();
    private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();

    private final MetricSnapshots.Builder all = MetricSnapshots.builder();

    private Metrics() {}

    /** A body and how it is written. */
    record Exposition(String contentType, String body) {}

    /**
     * @param disk how keeping goes; null when nothing is kept
     * @param feed how sending to another server goes; null when none is fed
     * @param accept what the one who asks can read; null = says nothing
     * @param age since the newest telegram; null before the first
     */
    static Exposition of(
            @Nullable SiteState state,
            @Nullable Duration age,
            @Nullable DiskReport disk,
            @Nullable FeedReport feed,
            @Nullable String accept) {
        Metrics metrics = new Metrics();
        metrics.link(state == null ? LinkHealth.INITIAL : state.metering().link(), age);
        if (state != null) {
            metrics.site(state);
        }
        if (disk != null) {
            metrics.disk(disk);
        }
        if (feed != null) {
            metrics.feed(feed);
        }
        ExpositionFormatWriter writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : TEXT;
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        try {
            writer.write(body, metrics.all.build());
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return new Exposition(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
    }

    private void link(LinkHealth link, @Nullable Duration age) {
        gauge("bsmr_link_connected", "1 when the source is open", link.connected());
        counter("bsmr_link_opened", "times the source was opened", link.timesOpened());
        counter("bsmr_bytes", "bytes received", link.bytes());
        counter("bsmr_stray_bytes", "bytes outside any telegram", link.strayBytes());
        counter("bsmr_telegrams_accepted", "telegrams that became a reading", link.accepted());
        CounterSnapshot.Builder rejected =
                CounterSnapshot.builder()
                        .name("bsmr_telegrams_rejected")
                        .help("telegrams that could not be trusted");
        // Every cause from the start: a rate must see the first one come.
        for (Rejected.Cause cause : Rejected.Cause.values()) {
            rejected.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .labels(Labels.of("cause", cause.label()))
                            .value(link.rejectedBy().getOrDefault(cause.label(), 0L))
                            .build());
        }
        all.metricSnapshot(rejected.build());
        if (age != null) {
            gauge("bsmr_telegram_age_seconds", "since the last accepted telegram", seconds(age));
        }
        link.clockSkew()
                .ifPresent(
                        skew ->
                                gauge(
                                        "bsmr_meter_clock_skew_seconds",
                                        "meter clock minus host clock at the last telegram",
                                        seconds(skew)));
    }

    private void disk(DiskReport disk) {
        gauge(
                "bsmr_store_writes",
                "1 while the disk takes what it is given",
                disk.trouble() == null);
        counter("bsmr_store_readings", "readings put on the disk", disk.stored());
        gauge("bsmr_store_readings_waiting", "readings that wait for the disk", disk.waiting());
        counter(
                "bsmr_store_readings_dropped",
                "readings the disk refused for too long",
                disk.dropped());
        gauge(
                "bsmr_backup_works",
                "0 when the last copy could not be made",
                disk.backupTrouble() == null);
        if (disk.backup() != null) {
            gauge(
                    "bsmr_backup_time_seconds",
                    "when the newest copy was made, since 1970",
                    (double) disk.backup().getEpochSecond());
        }
    }

    private void feed(FeedReport feed) {
        gauge("bsmr_influx_works", "1 while the server can be sent to", feed.trouble() == null);
        counter("bsmr_influx_refused", "lines that the server does not want", feed.refused());
    }

    /** How each load is, unless it cannot be reached. */
    private void loads(List<LoadState> loads) {
        if (loads.isEmpty()) {
            return;
        }
        GaugeSnapshot.Builder reachable =
                GaugeSnapshot.builder()
                        .name("bsmr_load_reachable")
                        .help("1 when the load's actuator can be reached");
        GaugeSnapshot.Builder shed =
                GaugeSnapshot.builder()
                        .name("bsmr_load_shed")
                        .help("1 when the load is shed, 0 when it may draw");
        for (LoadState s : loads) {
            boolean reached = s.lost() == null;
            reachable.dataPoint(of(s, reached));
            if (reached) {
                shed.dataPoint(of(s, s.isShed()));
            }
        }
        all.metricSnapshot(reachable.build());
        all.metricSnapshot(shed.build());
    }

    private static GaugeDataPointSnapshot of(LoadState s, boolean value) {
        return GaugeDataPointSnapshot.builder()
                .labels(Labels.of("load", s.load().id()))
                .value(value ? 1 : 0)
                .build();
    }

    private void site(SiteState state) {
        loads(state.control().loads());
        gauge(
                "bsmr_meter_silent",
                "1 when the meter has been silent too long",
                state.metering().silent());
        if (state.metering().silent()) {
            return; // what was last heard is not so any more
        }
        if (state.last() != null) {
            power(
                    "bsmr_import_power_watts",
                    "taken from the grid now",
                    state.last().reading().importPower());
            power(
                    "bsmr_export_power_watts",
                    "put on the grid now",
                    state.last().reading().exportPower());
        }
        Outlook outlook = state.foresight().outlook();
        if (outlook != null) {
            power(
                    "bsmr_demand_watts",
                    "demand of the running quarter so far",
                    outlook.soFar().demand());
            power(
                    "bsmr_forecast_demand_watts",
                    "demand expected at the quarter's end",
                    outlook.forecast().demand());
            DemandDistribution.Interval likely = outlook.forecast().likely().interval(0.80);
            power("bsmr_forecast_low80_watts", "demand passed with 90 % probability", likely.low());
            power(
                    "bsmr_forecast_high80_watts",
                    "demand passed with 10 % probability",
                    likely.high());
            gauge(
                    "bsmr_break_probability",
                    "probability that the quarter passes the target, 0 to 1",
                    outlook.breakProbability());
            power(
                    "bsmr_headroom_watts",
                    "mean power that may be drawn until the quarter's end",
                    outlook.headroom());
            power("bsmr_target_watts", "demand to stay under", outlook.target());
            gauge(
                    "bsmr_alarm",
                    "1 while the quarter is likely to pass the target",
                    outlook.alarm().on());
        }
    }

    private void counter(String name, String help, long value) {
        all.metricSnapshot(
                CounterSnapshot.builder()
                        .name(name)
                        .help(help)
                        .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
                        .build());
    }

    private void power(String name, String help, @Nullable Power power) {
        if (power != null) {
            gauge(name, help, power.watts());
        }
    }

    private void gauge(String name, String help, boolean value) {
        gauge(name, help, value ? 1 : 0);
    }

    private void gauge(String name, String help, double value) {
        all.metricSnapshot(
                GaugeSnapshot.builder()
                        .name(name)
                        .help(help)
                        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                        .build());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
