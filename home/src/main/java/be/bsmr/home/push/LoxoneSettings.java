package be.bsmr.home.push;

import be.bsmr.home.messages.SiteValue.Kind;
import be.bsmr.home.messages.SiteValues;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Loxone Miniserver, or anything else that listens for lines over UDP.
 *
 * @param host empty = off
 * @param port 1…65535
 * @param everyS seconds between two pushes, 1…3600
 * @param values such as {@code quarter.headroom_w}: the table, a point, the key
 * @param together whether all lines go in one datagram; otherwise each has its own
 */
public record LoxoneSettings(
        String host, int port, int everyS, List<String> values, boolean together) {

    /** The tables whose values can be named, in the order in which they are looked at. */
    static final List<String> TABLES = List.of("reading", "quarter", "bill", "house");

    /** A Miniserver takes numbers, and for it true is 1. */
    private static final Set<Kind> NUMBERS =
            EnumSet.of(Kind.GAUGE, Kind.COUNTER, Kind.PROBABILITY, Kind.FLAG);

    private static final int MOST_PORT = 65_535;
    private static final int MOST_SECONDS = 3600;

    static final LoxoneSettings NONE =
            new LoxoneSettings(
                    "",
                    7000,
                    10,
                    List.of(
                            "reading.import_power_w",
                            "reading.export_power_w",
                            "quarter.demand_w",
                            "quarter.forecast_demand_w",
                            "quarter.headroom_w",
                            "quarter.limit_w",
                            "quarter.target_w",
                            "quarter.alarm",
                            "house.silent"),
                    false);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public LoxoneSettings {
        if (!Require.given("push.loxone.host", host).matches("[A-Za-z0-9.:_-]*")) {
            throw new IllegalArgumentException(
                    "push.loxone.host is the Miniserver's name or address alone, such as"
                            + " 192.168.1.77");
        }
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "push.loxone.port is 1 to " + MOST_PORT + ", not " + port);
        }
        if (everyS < 1 || everyS > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "push.loxone.every_s is 1 to " + MOST_SECONDS + " seconds, not " + everyS);
        }
        values = List.copyOf(Require.given("push.loxone.values", values));
        List<String> known = known().toList();
        for (String value : values) {
            if (!known.contains(value)) {
                throw new IllegalArgumentException(unknown(value, known));
            }
        }
    }

    private static Stream<String> known() {
        return TABLES.stream()
                .flatMap(
                        table ->
                                SiteValues.table(table).rows().stream()
                                        .filter(row -> NUMBERS.contains(row.kind()))
                                        .map(row -> table + "." + row.key()));
    }

    private static String unknown(String value, List<String> known) {
        String like =
                known.stream()
                        .filter(name -> name.endsWith("." + value))
                        .collect(Collectors.joining(" or "));
        return "push.loxone.values has '"
                + value
                + "': write "
                + (like.isEmpty()
                        ? "the table and the key of a number, such as quarter.headroom_w"
                                + " (docs/values.md; tables "
                                + String.join(", ", TABLES)
                                + ")"
                        : like);
    }

    boolean wanted() {
        return !host.isEmpty();
    }
}
