package be.bsmr.fleet.web;

import be.bsmr.community.Cars;
import be.bsmr.community.CommunityWhatIf;
import be.bsmr.home.json.Fields;
import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.Month;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Battery;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the months that are kept would have come to with more cars, or with a shared battery. */
final class WhatIfRows {

    private static final String ASK =
            "ask for cars, as in ?cars=5&car_w=7400&car_kwh=20, or for a battery, as in"
                    + " ?battery_kwh=60&battery_w=30000&target_w=40000";

    private static final LocalTime HOME = LocalTime.of(18, 0);
    private static final LocalTime AWAY = LocalTime.of(7, 0);
    private static final double EFFICIENCY = 0.9;
    private static final int MOST = 10_000_000;

    private final ZoneId zone;

    WhatIfRows(ZoneId zone) {
        this.zone = zone;
    }

    Optional<ObjectNode> ask(Connection connection, HttpServerExchange exchange)
            throws SQLException {
        List<QuarterDemand> quarters = quarters(connection, CommunityRows.id(exchange));
        Lived past = CommunityWhatIf.past(zone, quarters);
        CommunityWhatIf answer = answer(past, exchange);
        ObjectNode said = Fields.object();
        said.put("quarters", quarters.size());
        said.put("complete", quarters.stream().filter(QuarterDemand::complete).count());
        // Of quarters that are not whole nothing is said.
        boolean any = !answer.months().isEmpty();
        said.put("added_wh", any ? Math.round(answer.added().joules() / 3600.0) : 0);
        ArrayNode months = said.putArray("months");
        for (Month month : answer.months()) {
            months.addObject()
                    .put("month", month.month().toString())
                    .put("was_w", month.was().watts())
                    .put("would_w", month.would().watts())
                    .put("most_w", month.most().watts());
        }
        return Optional.of(said);
    }

    private static CommunityWhatIf answer(Lived past, HttpServerExchange exchange) {
        boolean cars = exchange.getQueryParameters().containsKey("cars");
        if (cars == exchange.getQueryParameters().containsKey("battery_kwh")) {
            throw new IllegalArgumentException(ASK);
        }
        if (cars) {
            int watts = number(exchange, "car_w");
            Duration charging =
                    Duration.ofSeconds(number(exchange, "car_kwh") * 3_600_000L / watts);
            return CommunityWhatIf.withCars(
                    past,
                    new Cars(number(exchange, "cars"), new Power(watts), charging, HOME, AWAY));
        }
        Battery.Make make =
                new Battery.Make(
                        number(exchange, "battery_kwh"), number(exchange, "battery_w"), EFFICIENCY);
        return CommunityWhatIf.withBattery(
                past, make, new PeakTarget(new Power(number(exchange, "target_w"))));
    }

    private static int number(HttpServerExchange exchange, String name) {
        Deque<String> given = exchange.getQueryParameters().get(name);
        String text = given == null ? "" : given.getFirst();
        if (!text.matches("[1-9]\\d{0,7}") || Integer.parseInt(text) > MOST) {
            throw new IllegalArgumentException(
                    name + " is a whole number from 1 to " + MOST + "; " + ASK);
        }
        return Integer.parseInt(text);
    }

    /**
     * Here a quarter counts that is known from start to end of nine houses in ten: in a tower one
     * flat is always silent. Peaks that are shown or billed go by all houses.
     */
    private static List<QuarterDemand> quarters(Connection connection, String community)
            throws SQLException {
        List<QuarterDemand> all = new ArrayList<>();
        Query.each(
                connection,
                "SELECT start, imported_j, complete * 10 >= members * 9 AS whole FROM community_quarter"
                        + " WHERE community = ? ORDER BY start",
                row -> {
                    Instant start = Query.instant(row, "start");
                    if (start != null) {
                        boolean whole = row.getBoolean("whole");
                        all.add(
                                new QuarterDemand(
                                        new QuarterHour(start),
                                        new Energy(row.getLong("imported_j")),
                                        whole ? 1 : 0.5,
                                        Estimator.REGISTERS,
                                        whole,
                                        null));
                    }
                },
                community);
        return all;
    }
}
