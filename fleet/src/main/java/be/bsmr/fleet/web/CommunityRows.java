package be.bsmr.fleet.web;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is so now: the communities, and one of them with its houses. */
final class CommunityRows {

    private static final List<String> POWERS =
            List.of(
                    "power_w",
                    "expected_w",
                    "low80_w",
                    "high80_w",
                    "low95_w",
                    "high95_w",
                    "target_w",
                    "shared_w");

    /** Also one that has no agreement any more, or never had one, as long as it has houses. */
    private static final String NAMED =
            "SELECT id, name, target_w FROM community UNION ALL"
                    + " SELECT DISTINCT community, community, NULL::bigint FROM member"
                    + " WHERE community NOT IN (SELECT id FROM community)";

    /** Who has more does not look at each. */
    private static final int MOST_HOUSES = 1000;

    private final Fields fields;
    private final InstantSource clock;
    private final Duration silentAfter;

    CommunityRows(FleetWebSettings settings, InstantSource clock) {
        fields = new Fields(settings.zone());
        this.clock = clock;
        silentAfter = settings.silentAfter();
    }

    /** The id in the address. */
    static String id(HttpServerExchange exchange) {
        return Objects.requireNonNull(
                exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY).getParameters().get("id"));
    }

    Optional<ArrayNode> all(Connection connection, HttpServerExchange exchange)
            throws SQLException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Query.each(
                connection,
                "SELECT id, name FROM (" + NAMED + ") named ORDER BY name, id",
                row ->
                        all.addObject()
                                .put("id", row.getString("id"))
                                .put("name", row.getString("name")));
        return Optional.of(all);
    }

    Optional<ObjectNode> one(Connection connection, HttpServerExchange exchange)
            throws SQLException {
        String id = id(exchange);
        Instant now = clock.instant();
        ObjectNode community = Fields.object();
        Query.each(
                connection,
                "SELECT * FROM (" + NAMED + ") named WHERE id = ?",
                row -> {
                    community.put("id", id).put("name", row.getString("name"));
                    number(community, row, "target_w");
                },
                id);
        if (community.isEmpty()) {
            return Optional.empty();
        }
        fields.putTime(community, "time", now);
        community.put("silent_after_s", silentAfter.toSeconds());
        Query.each(
                connection,
                "SELECT * FROM community_now WHERE community = ?",
                row -> running(community, row, now),
                id);
        if (community.has("start")) {
            community.set("trail", trail(connection, id));
        }
        community.set("houses", houses(connection, id, now));
        return Optional.of(community);
    }

    private void running(ObjectNode community, ResultSet row, Instant now) throws SQLException {
        Instant at = Query.instant(row, "at");
        fields.putTime(community, "start", Query.instant(row, "start"));
        if (at != null) {
            community.put("age_s", Math.max(0, Duration.between(at, now).toSeconds()));
        }
        community.put("members", row.getInt("members")).put("heard", row.getInt("heard"));
        for (String power : POWERS) {
            number(community, row, power);
        }
        fields.putValue(community, "break_probability", row.getDouble("breaks"));
    }

    /** The running quarter so far, an array for each line. */
    private static ObjectNode trail(Connection connection, String id) throws SQLException {
        ObjectNode trail = Fields.object();
        List<String> lines = List.of("power_w", "expected_w", "low80_w", "high80_w", "target_w");
        ArrayNode elapsed = trail.putArray("elapsed_s");
        lines.forEach(trail::putArray);
        Query.each(
                connection,
                "SELECT t.*, extract(epoch FROM t.at - t.start)::bigint AS elapsed"
                        + " FROM community_trail t JOIN community_now n USING (community, start)"
                        + " WHERE community = ? ORDER BY step",
                row -> {
                    elapsed.add(row.getLong("elapsed"));
                    for (String line : lines) {
                        trail.withArray(line).add(Query.number(row, line));
                    }
                },
                id);
        return trail;
    }

    private ArrayNode houses(Connection connection, String id, Instant now) throws SQLException {
        ArrayNode houses = JsonNodeFactory.instance.arrayNode();
        Query.each(
                connection,
                "SELECT m.meter, m.name, m.floor_w, m.flexible_w, f.start, f.at, f.arrived,"
                        + " f.power_w, f.expected_w, s.demand_w AS share_w, s.until,"
                        + " d.example, d.arrived AS refused"
                        + " FROM member m"
                        + " LEFT JOIN forecast f USING (meter)"
                        + " LEFT JOIN share s USING (meter)"
                        + " LEFT JOIN LATERAL (SELECT example, arrived FROM dead_letter"
                        + " WHERE sender = m.meter ORDER BY arrived DESC LIMIT 1) d ON true"
                        + " WHERE m.community = ? ORDER BY m.name, m.meter LIMIT "
                        + MOST_HOUSES,
                row -> houses.add(house(row, now)),
                id);
        return houses;
    }

    private ObjectNode house(ResultSet row, Instant now) throws SQLException {
        Instant at = Query.instant(row, "at");
        Instant arrived = Query.instant(row, "arrived");
        Instant refused = Query.instant(row, "refused");
        House.Condition condition =
                new House(at, arrived, refused, row.getString("example"))
                        .condition(now, silentAfter);
        ObjectNode house = Fields.object();
        house.put("meter", row.getString("meter")).put("name", row.getString("name"));
        house.put("condition", Fields.lower(condition));
        number(house, row, "floor_w");
        number(house, row, "flexible_w");
        if (arrived != null && at != null) {
            house.put("heard_s", Math.max(0, Duration.between(arrived, now).toSeconds()));
            house.put("clock_s", Duration.between(arrived, at).toSeconds());
        }
        if (condition == House.Condition.WELL) {
            number(house, row, "power_w");
            number(house, row, "expected_w");
        }
        Instant until = Query.instant(row, "until");
        if (until != null && until.isAfter(now)) {
            number(house, row, "share_w");
        }
        if (refused != null) {
            house.put("refused", row.getString("example"));
            house.put("refused_s", Math.max(0, Duration.between(refused, now).toSeconds()));
        }
        return house;
    }

    private static void number(ObjectNode node, ResultSet row, String column) throws SQLException {
        Long number = Query.number(row, column);
        if (number != null) {
            node.put(column, number);
        }
    }
}
