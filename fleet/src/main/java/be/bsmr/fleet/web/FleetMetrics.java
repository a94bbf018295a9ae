package be.bsmr.fleet.web;

import be.bsmr.fleet.sink.FleetDatabase;
import be.bsmr.home.messages.MetricSample;
import be.bsmr.home.messages.SiteValue.Metric;
import be.bsmr.home.web.api.Metrics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics}: the communities and the sink in numbers, for Prometheus. */
final class FleetMetrics implements HttpHandler {

    /** Of each community; what nobody knows is left out. */
    private static final Map<String, Metric> COMMUNITY =
            Map.of(
                    "members",
                    new Metric("bsmr_fleet_members", "Houses of the community."),
                    "heard",
                    new Metric("bsmr_fleet_heard", "Houses that were heard lately."),
                    "power_w",
                    new Metric("bsmr_fleet_power_watts", "Import minus export of those, summed."),
                    "expected_w",
                    new Metric(
                            "bsmr_fleet_expected_watts",
                            "What the running quarter-hour is expected to come to."),
                    "low80_w",
                    new Metric("bsmr_fleet_low80_watts", "10 of 100 such quarters end below."),
                    "high80_w",
                    new Metric("bsmr_fleet_high80_watts", "10 of 100 such quarters end above."),
                    "target_w",
                    new Metric("bsmr_fleet_target_watts", "What quarters are to stay under."),
                    "breaks",
                    new Metric(
                            "bsmr_fleet_break_probability",
                            "How likely the running quarter passes the target, 0 to 1."),
                    "shared_w",
                    new Metric("bsmr_fleet_shared_watts", "What is granted to houses in all."));

    private static final Metric AGE =
            new Metric(
                    "bsmr_fleet_age_seconds",
                    "Since the topology worked out how a community does.");
    private static final Metric QUARTER =
            new Metric("bsmr_fleet_quarter_watts", "Demand of the newest quarter that has ended.");
    private static final Metric DEAD =
            new Metric("bsmr_fleet_dead_letters", "What could not be read, by reason.");
    private static final Metric BEHIND =
            new Metric("bsmr_fleet_sink_behind_records", "Records that the sink has to read yet.");
    private static final Metric SINK_AGE =
            new Metric("bsmr_fleet_sink_age_seconds", "Since the sink said how far it is.");
    private static final Metric UP =
            new Metric("bsmr_fleet_database_up", "Whether the database answers: 1 or 0.");

    private final FleetDatabase database;
    private final InstantSource clock;

    FleetMetrics(FleetDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.dispatch(this::answer);
    }

    private void answer(HttpServerExchange exchange) {
        List<MetricSample> samples = new ArrayList<>();
        try {
            samples.addAll(database.read(this::samples));
            samples.add(new MetricSample(UP, false, null, 1));
        } catch (SQLException away) {
            samples.add(new MetricSample(UP, false, null, 0));
        }
        Metrics.Exposition metrics =
                Metrics.of(samples, exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, metrics.contentType());
        exchange.getResponseSender().send(metrics.body());
    }

    private List<MetricSample> samples(Connection connection) throws SQLException {
        List<MetricSample> samples = new ArrayList<>();
        Instant now = clock.instant();
        Query.each(
                connection,
                "SELECT * FROM community_now",
                row -> {
                    Map.Entry<String, String> community =
                            Map.entry("community", row.getString("community"));
                    for (Map.Entry<String, Metric> one : COMMUNITY.entrySet()) {
                        double value = row.getDouble(one.getKey());
                        if (!row.wasNull()) {
                            samples.add(new MetricSample(one.getValue(), false, community, value));
                        }
                    }
                    samples.add(
                            new MetricSample(
                                    AGE, false, community, age(Query.instant(row, "at"), now)));
                });
        Query.each(
                connection,
                "SELECT community, (SELECT q.imported_j FROM community_quarter q"
                        + " WHERE q.community = n.community ORDER BY start DESC LIMIT 1) AS newest"
                        + " FROM community_now n",
                row -> {
                    double joules = row.getDouble("newest");
                    if (!row.wasNull()) {
                        samples.add(
                                new MetricSample(
                                        QUARTER,
                                        false,
                                        Map.entry("community", row.getString("community")),
                                        joules / Duration.ofMinutes(15).toSeconds()));
                    }
                });
        Query.each(
                connection,
                "SELECT split_part(reason, ':', 1) AS why, sum(count) AS count FROM dead_letter"
                        + " GROUP BY why ORDER BY 2 DESC LIMIT 50",
                row ->
                        samples.add(
                                new MetricSample(
                                        DEAD,
                                        true,
                                        Map.entry("reason", row.getString("why")),
                                        row.getDouble("count"))));
        Query.each(
                connection,
                "SELECT topic, sum(behind) AS behind FROM progress GROUP BY topic",
                row ->
                        samples.add(
                                new MetricSample(
                                        BEHIND,
                                        false,
                                        Map.entry("topic", row.getString("topic")),
                                        row.getDouble("behind"))));
        Query.each(
                connection,
                "SELECT max(at) AS at FROM progress HAVING count(*) > 0",
                row ->
                        samples.add(
                                new MetricSample(
                                        SINK_AGE,
                                        false,
                                        null,
                                        age(Query.instant(row, "at"), now))));
        return samples;
    }

    private static double age(@Nullable Instant at, Instant now) {
        return at == null ? 0 : Math.max(0, Duration.between(at, now).toSeconds());
    }
}
