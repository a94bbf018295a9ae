package be.bsmr.home.web.api;

import be.bsmr.home.messages.MetricSample;
import be.bsmr.home.messages.SiteValue.Metric;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as Prometheus reads them. Nothing is kept here: each scrape is a snapshot. */
public final class Metrics {

    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();
    private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();

    private Metrics() {}

    /** A body and how it is written. */
    public record Exposition(String contentType, String body) {}

    /**
     * @param accept what the one who asks can read; null = says nothing
     */
    public static Exposition of(List<MetricSample> samples, @Nullable String accept) {
        Map<Metric, List<MetricSample>> byMetric = new LinkedHashMap<>();
        samples.forEach(s -> byMetric.computeIfAbsent(s.metric(), m -> new ArrayList<>()).add(s));
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        byMetric.forEach((metric, points) -> all.metricSnapshot(snapshot(metric, points)));
        ExpositionFormatWriter writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : TEXT;
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        try {
            writer.write(body, all.build());
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return new Exposition(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
    }

    private static MetricSnapshot snapshot(Metric metric, List<MetricSample> points) {
        if (points.get(0).counts()) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(metric.name()).help(metric.help());
            for (MetricSample s : points) {
                counter.dataPoint(
                        CounterDataPointSnapshot.builder()
                                .labels(labels(s))
                                .value(s.value())
                                .build());
            }
            return counter.build();
        }
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.name()).help(metric.help());
        for (MetricSample s : points) {
            gauge.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels(s)).value(s.value()).build());
        }
        return gauge.build();
    }

    private static Labels labels(MetricSample s) {
        return s.label() == null
                ? Labels.EMPTY
                : Labels.of(s.label().getKey(), s.label().getValue());
    }
}
