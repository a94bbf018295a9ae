package be.bsmr.home.cli;

import be.bsmr.control.Verdict;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The terminal view as rows of text: the expected demand in large digits beside what it means, the
 * powers of now, the quarter as bars, the loads, what was decided lately, and the keys.
 */
final class WatchScreen {

    /** Loads that have a digit to choose them by. */
    static final int MOST_LOADS = 9;

    /** Head, heading, digits, powers, legend, keys and the empty rows between. */
    private static final int FIXED_ROWS = 12;

    private static final int FEWEST_BARS = 3;
    private static final int MOST_BARS = 16;
    private static final int FEWEST_DECISIONS = 2;
    private static final int MOST_DECISIONS = 6;
    private static final int BESIDE_DIGITS = 24;
    private static final int BESIDE_NAME = 20;
    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
    private static final int QUARTER_S = 900;
    private static final double KILO = 1000;

    /** Room above the highest line of the graph. */
    private static final double AIR = 1.08;

    private final Texts texts;
    private final String house;
    private final boolean colours;

    /**
     * @param house where it is, for people
     */
    WatchScreen(Texts texts, String house, boolean colours) {
        this.texts = texts;
        this.house = house;
        this.colours = colours;
    }

    /**
     * At most {@code height} rows, none wider than {@code width}; the last one says which keys
     * there are.
     *
     * @param chosen the load that the next key is for, counted from 0; null for none
     */
    List<String> rows(WatchState state, @Nullable Integer chosen, int width, int height) {
        List<JsonNode> loads = state.loads();
        int loadRows = Math.max(1, Math.min(MOST_LOADS, loads.size()));
        int room = height - FIXED_ROWS - loadRows;
        int decisionRows =
                Math.max(0, Math.min(room - FEWEST_BARS, room / 3 + FEWEST_DECISIONS - 1));
        decisionRows = Math.min(decisionRows, MOST_DECISIONS);
        int barRows = Math.max(FEWEST_BARS, Math.min(MOST_BARS, room - decisionRows));

        List<Row> rows = new ArrayList<>();
        rows.add(head(state, width));
        rows.add(heading(state, width));
        rows.addAll(expected(state, width));
        rows.add(row(width));
        rows.add(powers(state.said("reading"), state.quarter(), width));
        rows.add(row(width));
        rows.addAll(bars(state, width, barRows));
        rows.add(legend(state.quarter(), width));
        rows.add(row(width));
        rows.addAll(loads(loads, chosen, width));
        rows.add(row(width));
        state.decisions().stream().limit(decisionRows).forEach(d -> rows.add(decision(d, width)));
        while (rows.size() < height - 1) {
            rows.add(row(width));
        }
        List<Row> shown = new ArrayList<>(rows.subList(0, Math.max(0, height - 1)));
        shown.add(keys(loads, chosen, width));
        return shown.stream().map(Row::written).toList();
    }

    private Row row(int width) {
        return new Row(width, colours);
    }

    private Row head(WatchState state, int width) {
        String control =
                switch (state.control()) {
                    case "active" -> texts.text("watch.control_active");
                    case "shadow" -> texts.text("watch.control_shadow");
                    case "off" -> texts.text("watch.control_off");
                    default -> "";
                };
        String time = clock(state.said("reading").path("time"), 19);
        return row(width)
                .add("BSMR", Style.STRONG)
                .add("  " + house, Style.FAINT)
                .right(control.isEmpty() ? time : control + " · " + time, Style.PLAIN);
    }

    /** What the digits are, or why they are not so. */
    private Row heading(WatchState state, int width) {
        if (!state.refused().isEmpty()) {
            return row(width)
                    .add(texts.text("watch.refused", Map.of("why", state.refused())), Style.ALARM);
        }
        JsonNode link = state.said("link");
        String cause =
                link.path("connected").asBoolean(true)
                        ? ""
                        : link.path("trouble_" + texts.language())
                                .asText(link.path("trouble").asText());
        cause = cause.isEmpty() ? "" : " " + cause;
        return switch (state.condition()) {
            case AWAY ->
                    row(width)
                            .add(texts.text("watch.away", Map.of("house", house)), Style.ALARM)
                            .add(state.trouble().isEmpty() ? "" : " (" + state.trouble() + ")");
            case WAITING -> row(width).add(texts.text("watch.waiting"), Style.WATCH).add(cause);
            case STALE ->
                    row(width)
                            .add(
                                    texts.text("watch.stale", Map.of("age", state.age() + " s")),
                                    Style.ALARM)
                            .add(cause);
            case LIVE -> row(width).add(texts.text("watch.expected"), Style.FAINT);
        };
    }

    private static Style style(Verdict verdict) {
        return switch (verdict) {
            case PASSED, ALARM -> Style.ALARM;
            case MAYBE -> Style.WATCH;
            case UNSURE -> Style.PLAIN;
            case CALM, SAFE -> Style.CALM;
        };
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "watch.passed";
            case ALARM -> "watch.alarm";
            case MAYBE -> "watch.maybe";
            case UNSURE -> "watch.unsure";
            case CALM -> "watch.calm";
            case SAFE -> "watch.safe";
        };
    }

    private List<Row> expected(WatchState state, int width) {
        JsonNode quarter = state.quarter();
        Verdict verdict = state.verdict();
        boolean live = state.condition() == WatchState.Condition.LIVE;
        Style style = verdict == null || !live ? Style.FAINT : style(verdict);
        List<Row> rows = new ArrayList<>();
        List<String> digits = BigDigits.rows(kilowatts(quarter.path("forecast_demand_w")));
        for (int i = 0; i < BigDigits.ROWS; i++) {
            Row row = row(width).add(digits.get(i), style);
            rows.add(i == BigDigits.ROWS - 1 ? row.add("kW", style) : row);
        }
        if (verdict != null) {
            rows.get(0).to(BESIDE_DIGITS).add(texts.text(words(verdict)), style);
            String target =
                    texts.text(
                            "watch.target", Map.of("target", kilowatts(quarter.path("target_w"))));
            rows.get(1)
                    .to(BESIDE_DIGITS)
                    .add(
                            verdict == Verdict.ALARM || verdict == Verdict.MAYBE
                                    ? target + " · " + chance(quarter)
                                    : target);
            rows.get(2)
                    .to(BESIDE_DIGITS)
                    .add(
                            texts.text(
                                    "watch.likely",
                                    Map.of(
                                            "low", kilowatts(quarter.path("low80_w")),
                                            "high", kilowatts(quarter.path("high80_w")))),
                            Style.FAINT);
        }
        return rows;
    }

    /** What is not certain is never said as 0 or 100. */
    private String chance(JsonNode quarter) {
        long percent = Math.round(quarter.path("break_probability").asDouble() * 100);
        return texts.text("watch.chance", Map.of("percent", Math.max(1, Math.min(99, percent))));
    }

    private Row powers(JsonNode reading, JsonNode quarter, int width) {
        return row(width)
                .add(texts.text("watch.import") + " ", Style.FAINT)
                .add(kilowatts(reading.path("import_power_w")) + " kW", Style.STRONG)
                .add("   " + texts.text("watch.export") + " ", Style.FAINT)
                .add(kilowatts(reading.path("export_power_w")) + " kW", Style.STRONG)
                .add("   " + texts.text("watch.mean") + " ", Style.FAINT)
                .add(kilowatts(quarter.path("mean_net_power_w")) + " kW", Style.STRONG);
    }

    /** Import so far as solid bars, where it will end as shaded ones, the limit as a line. */
    private List<Row> bars(WatchState state, int width, int rows) {
        JsonNode quarter = state.quarter();
        double limit = quarter.path("limit_wh").asDouble();
        double forecast = quarter.path("forecast_wh").asDouble();
        double highest = Math.max(limit, Math.max(forecast, quarter.path("import_wh").asDouble()));
        int elapsed = quarter.path("elapsed_s").asInt();
        List<Row> drawn = new ArrayList<>();
        for (int r = rows - 1; r >= 0; r--) {
            Row row = row(width);
            if (highest > 0) {
                double perRow = highest * AIR / rows;
                boolean line = limit > 0 && (int) (limit / perRow) == r;
                int past = (int) Math.round((double) width * elapsed / QUARTER_S);
                StringBuilder solid = new StringBuilder();
                StringBuilder shaded = new StringBuilder();
                for (int x = 0; x < width; x++) {
                    double second = (x + 1.0) * QUARTER_S / width;
                    double wh = x < past ? state.importedAt(second) : ahead(quarter, second);
                    double filled = Math.max(0, Math.min(1, wh / perRow - r));
                    char empty = line ? '─' : ' ';
                    if (x < past) {
                        int eighths = (int) Math.round(filled * 8);
                        solid.append(eighths == 0 ? empty : EIGHTHS.charAt(eighths));
                    } else {
                        shaded.append(filled < 0.5 ? empty : '░');
                    }
                }
                row.add(solid.toString(), r > limit / perRow ? Style.ALARM : Style.PLAIN)
                        .add(shaded.toString(), Style.FAINT);
            }
            drawn.add(row);
        }
        return drawn;
    }

    /** Wh that will have been imported then, on a straight line to where the quarter will end. */
    private static double ahead(JsonNode quarter, double second) {
        double sofar = quarter.path("import_wh").asDouble();
        int elapsed = Math.min(QUARTER_S - 1, quarter.path("elapsed_s").asInt());
        return sofar
                + (quarter.path("forecast_wh").asDouble() - sofar)
                        * (second - elapsed)
                        / (QUARTER_S - elapsed);
    }

    private Row legend(JsonNode quarter, int width) {
        return row(width)
                .add(clock(quarter.path("start"), 16))
                .add("  █ " + texts.text("watch.sofar") + " " + wattHours(quarter, "import_wh"))
                .add(
                        "  ░ "
                                + texts.text("watch.forecast")
                                + " "
                                + wattHours(quarter, "forecast_wh"))
                .add("  ─ " + texts.text("watch.limit") + " " + wattHours(quarter, "limit_wh"))
                .right("+15 min", Style.FAINT);
    }

    private List<Row> loads(List<JsonNode> loads, @Nullable Integer chosen, int width) {
        if (loads.isEmpty()) {
            return List.of(row(width).add(texts.text("watch.no_loads"), Style.FAINT));
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_LOADS, loads.size()); i++) {
            boolean isChosen = chosen != null && chosen == i;
            rows.add(load(loads.get(i), i + 1, isChosen, width));
        }
        return rows;
    }

    private Row load(JsonNode load, int number, boolean isChosen, int width) {
        String state = load.path("state").asText();
        JsonNode power =
                load.has("measured_power_w") ? load.path("measured_power_w") : load.path("power_w");
        Style style =
                switch (state) {
                    case "connected" -> Style.CALM;
                    case "shed" -> Style.WATCH;
                    default -> Style.ALARM;
                };
        Row row =
                row(width)
                        .add((isChosen ? "▶" : " ") + number + " ")
                        .add(name(load), isChosen ? Style.CHOSEN : Style.STRONG)
                        .to(BESIDE_NAME)
                        .add(
                                switch (state) {
                                    case "connected" -> texts.text("watch.on");
                                    case "shed" -> texts.text("watch.shed");
                                    default -> texts.text("watch.unknown");
                                },
                                style)
                        .to(BESIDE_NAME + 13)
                        .add(kilowatts(power) + " kW");
        if (load.has("value")) {
            row.add(" · " + load.path("value").asText() + " " + unit(load.path("unit").asText()));
        }
        return load.path("relay").asText().equals("failed")
                ? row.add(" · " + texts.text("watch.relay_failed"), Style.ALARM)
                : row.add(" · " + mode(load.path("mode").asText()), Style.FAINT);
    }

    /** Short enough for its column. */
    private static String name(JsonNode load) {
        String name = load.path("name").asText(load.path("id").asText());
        int room = BESIDE_NAME - 4;
        return name.codePointCount(0, name.length()) <= room
                ? name
                : name.substring(0, name.offsetByCodePoints(0, room - 1)) + "…";
    }

    private String mode(String mode) {
        return switch (mode) {
            case "always_on" -> texts.text("watch.always_on");
            case "always_shed" -> texts.text("watch.always_shed");
            default -> texts.text("watch.auto");
        };
    }

    private static String unit(String unit) {
        return switch (unit) {
            case "ampere" -> "A";
            case "watt" -> "W";
            case "percent" -> "%";
            default -> unit;
        };
    }

    private Row decision(JsonNode decision, int width) {
        String text = decision.path("text_" + texts.language()).asText();
        return row(width)
                .add(clock(decision.path("time"), 16), Style.FAINT)
                .add("  " + (text.isEmpty() ? decision.path("what").asText() : text));
    }

    private Row keys(List<JsonNode> loads, @Nullable Integer chosen, int width) {
        if (chosen == null || chosen >= loads.size()) {
            return row(width).add(texts.text("watch.keys"), Style.FAINT);
        }
        String name = name(loads.get(chosen));
        return row(width).add(texts.text("watch.keys_of_load", Map.of("load", name)), Style.STRONG);
    }

    private String kilowatts(JsonNode watts) {
        return watts.isNumber() ? texts.number(watts.asDouble() / KILO, 2) : "–";
    }

    private String wattHours(JsonNode quarter, String key) {
        JsonNode value = quarter.path(key);
        return (value.isNumber() ? texts.number(value.asDouble(), 0) : "–") + " Wh";
    }

    /** The meter's own time of day, up to the character {@code end} of ISO 8601. */
    private static String clock(JsonNode time, int end) {
        String text = time.asText();
        return text.length() < end ? "--:--" : text.substring(11, end);
    }
}
