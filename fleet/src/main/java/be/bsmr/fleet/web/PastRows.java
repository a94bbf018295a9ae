package be.bsmr.fleet.web;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Deque;
import java.util.Optional;

/** What was: the quarters of a day, and the peak of each month. */
final class PastRows {

    /** A quarter of an hour at one watt, J. */
    private static final long JOULES_A_WATT = 900;

    private final ZoneId zone;
    private final Fields fields;

    PastRows(ZoneId zone) {
        this.zone = zone;
        fields = new Fields(zone);
    }

    /** The quarters of the day that {@code day} names. */
    Optional<ArrayNode> day(Connection connection, HttpServerExchange exchange)
            throws SQLException {
        LocalDate day = day(exchange);
        ArrayNode quarters = JsonNodeFactory.instance.arrayNode();
        Query.each(
                connection,
                "SELECT start, imported_j, version, members, complete, known"
                        + " FROM community_quarter"
                        + " WHERE community = ? AND start >= ? AND start < ? ORDER BY start",
                row -> {
                    ObjectNode quarter = quarters.addObject();
                    fields.putTime(quarter, "start", Query.instant(row, "start"));
                    quarter.put("demand_w", watts(row.getLong("imported_j")))
                            .put("members", row.getInt("members"))
                            .put("complete", row.getInt("complete"))
                            .put("known", row.getInt("known"))
                            .put("version", row.getInt("version"));
                },
                CommunityRows.id(exchange),
                begin(day),
                begin(day.plusDays(1)));
        return Optional.of(quarters);
    }

    /**
     * The highest quarter of each month that is kept, newest first. Of a quarter in which not all
     * houses are known it is at least that.
     */
    Optional<ArrayNode> peaks(Connection connection, HttpServerExchange exchange)
            throws SQLException {
        ArrayNode peaks = JsonNodeFactory.instance.arrayNode();
        Query.each(
                connection,
                "SELECT DISTINCT ON (month) month, start, imported_j, complete < members AS partly"
                        + " FROM (SELECT to_char(start AT TIME ZONE ?, 'YYYY-MM') AS month, *"
                        + " FROM community_quarter WHERE community = ?) q"
                        + " ORDER BY month DESC, imported_j DESC, start LIMIT 14",
                row -> {
                    ObjectNode peak = peaks.addObject().put("month", row.getString("month"));
                    fields.putTime(peak, "start", Query.instant(row, "start"));
                    peak.put("demand_w", watts(row.getLong("imported_j")));
                    peak.put("at_least", row.getBoolean("partly"));
                },
                zone.getId(),
                CommunityRows.id(exchange));
        return Optional.of(peaks);
    }

    private static long watts(long joules) {
        return Math.round((double) joules / JOULES_A_WATT);
    }

    private Instant begin(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static LocalDate day(HttpServerExchange exchange) {
        Deque<String> given = exchange.getQueryParameters().get("day");
        try {
            return LocalDate.parse(given == null ? "" : given.getFirst());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("ask for a day, as in ?day=2026-01-14", e);
        }
    }
}
