package be.bsmr.home.cli;

import be.bsmr.control.Verdict;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The newest that a house said, topic by topic; kept by one thread, as the page keeps it. */
final class WatchState {

    /** Whether what is shown is so. */
    enum Condition {
        /** The program cannot be heard. */
        AWAY,
        /** It can, and has had no telegram yet. */
        WAITING,
        /** The meter says nothing. */
        STALE,
        LIVE
    }

    /** Where the quarter stood, all in Wh. */
    record Point(double imported, double forecast, double alarmLine, double limit) {

        private static final Point NOTHING = new Point(0, 0, 0, 0);

        private static Point of(JsonNode quarter) {
            return new Point(
                    quarter.path("import_wh").asDouble(),
                    quarter.path("forecast_wh").asDouble(),
                    quarter.path("alarm_line_wh").asDouble(),
                    quarter.path("limit_wh").asDouble());
        }

        /**
         * On the straight line to a later one.
         *
         * @param share of the way there, 0…1
         */
        private Point towards(Point later, double share) {
            return new Point(
                    imported + (later.imported - imported) * share,
                    forecast + (later.forecast - forecast) * share,
                    alarmLine + (later.alarmLine - alarmLine) * share,
                    limit + (later.limit - limit) * share);
        }
    }

    /** A meter that says nothing for longer is silent, s. */
    private static final int STALE_AFTER_S = 10;

    private static final int MOST_DECISIONS = 20;

    private static final List<String> CONTROL = List.of("active", "shadow", "off");

    /** So long after a wish of control the house may not have said yet that it is so. */
    private static final int WISH_S = 3;

    private static final long NANOS = 1_000_000_000;

    private final LongSupplier stopwatch;
    private final Map<String, JsonNode> said = new HashMap<>();
    private final NavigableMap<String, JsonNode> loads = new TreeMap<>();
    private final Deque<JsonNode> decisions = new ArrayDeque<>();

    /** Of the running quarter, by the seconds into it. */
    private final NavigableMap<Integer, Point> points = new TreeMap<>();

    private @Nullable Long spokeAt;
    private @Nullable String trouble;
    private String refused = "";
    private String wishedControl = "";

    /** By the stopwatch; null when nothing was wished, or it was not taken. */
    private @Nullable Long wishedAt;

    /**
     * @param stopwatch nanoseconds that only grow
     */
    WatchState(LongSupplier stopwatch) {
        this.stopwatch = stopwatch;
    }

    /** As {@link WatchedHouse.Listener#hear}. */
    void hear(String topic, JsonNode body, boolean fresh) {
        switch (topic) {
            case "snapshot" -> begin(body);
            case "house" -> house(body);
            case "decisions" -> {
                decisions.clear();
                body.forEach(decisions::add);
            }
            case "decision" -> {
                decisions.addFirst(body);
                if (decisions.size() > MOST_DECISIONS) {
                    decisions.removeLast();
                }
            }
            case "quarter" -> quarter(body);
            case "reading" -> {
                said.put(topic, body);
                if (fresh) {
                    spokeAt = stopwatch.getAsLong();
                }
            }
            case "refused" -> {
                refused = body.asText();
                wishedAt = null;
            }
            default -> {
                if (topic.startsWith("load/")) {
                    loads.put(topic.substring("load/".length()), body);
                } else {
                    said.put(topic, body);
                }
            }
        }
    }

    private void begin(JsonNode all) {
        said.clear();
        loads.clear();
        points.clear();
        spokeAt = null;
        for (String topic : List.of("reading", "link")) {
            if (all.has(topic)) {
                said.put(topic, all.path(topic));
            }
        }
        all.path("loads").forEach(load -> loads.put(load.path("id").asText(), load));
        JsonNode lines = all.path("points");
        for (int i = 0; i < lines.path("elapsed_s").size(); i++) {
            points.put(
                    lines.path("elapsed_s").path(i).asInt(),
                    new Point(
                            lines.path("import_wh").path(i).asDouble(),
                            lines.path("forecast_wh").path(i).asDouble(),
                            lines.path("alarm_line_wh").path(i).asDouble(),
                            lines.path("limit_wh").path(i).asDouble()));
        }
        if (all.has("quarter")) {
            said.put("quarter", all.path("quarter"));
            quarter(all.path("quarter"));
        }
        house(all);
    }

    private void house(JsonNode body) {
        said.put("house", body);
        said.put("control/mode", body.path("control"));
        if (body.has("age_s")) {
            spokeAt = stopwatch.getAsLong() - (long) (body.path("age_s").asDouble() * NANOS);
        }
    }

    private void quarter(JsonNode quarter) {
        if (!quarter.path("start").equals(quarter().path("start"))) {
            points.clear();
        }
        said.put("quarter", quarter);
        int elapsed = quarter.path("elapsed_s").asInt();
        // A meter that was set back takes what it repeats with it.
        points.tailMap(elapsed, true).clear();
        points.put(elapsed, Point.of(quarter));
    }

    /**
     * @param why the program cannot be heard; empty when nothing is known of it, null while it can
     */
    void trouble(@Nullable String why) {
        trouble = why;
    }

    /** Forgets that a wish was not taken. */
    void wishAgain() {
        refused = "";
    }

    Condition condition() {
        if (trouble != null || said("status").asText().equals("offline")) {
            return Condition.AWAY;
        }
        if (said("reading").isMissingNode() || spokeAt == null) {
            return Condition.WAITING;
        }
        return said("house").path("silent").asBoolean() || age() > STALE_AFTER_S
                ? Condition.STALE
                : Condition.LIVE;
    }

    /** Whole seconds since the newest telegram; 0 before the first. */
    long age() {
        return spokeAt == null ? 0 : Math.max(0, (stopwatch.getAsLong() - spokeAt) / NANOS);
    }

    JsonNode said(String topic) {
        return said.getOrDefault(topic, MissingNode.getInstance());
    }

    JsonNode quarter() {
        return said("quarter");
    }

    /** How far control goes: {@code off}, {@code shadow}, {@code active}, or nothing. */
    String control() {
        return said("control/mode").asText();
    }

    /** The mode after that of now, or after the one that was taken from here a moment ago. */
    String nextControl() {
        long now = stopwatch.getAsLong();
        boolean waits = wishedAt != null && now - wishedAt < WISH_S * NANOS;
        String from = waits ? wishedControl : control();
        wishedControl = CONTROL.get((CONTROL.indexOf(from) + 1) % CONTROL.size());
        wishedAt = now;
        return wishedControl;
    }

    /** In the order of their ids, so that each keeps its number. */
    List<JsonNode> loads() {
        return new ArrayList<>(loads.values());
    }

    /** The newest first. */
    List<JsonNode> decisions() {
        return List.copyOf(decisions);
    }

    /** What is said of the running quarter; null before the first. */
    @Nullable Verdict verdict() {
        String label = quarter().path("verdict").asText();
        for (Verdict verdict : Verdict.values()) {
            if (verdict.label().equals(label)) {
                return verdict;
            }
        }
        return null;
    }

    String trouble() {
        return Objects.requireNonNullElse(trouble, "");
    }

    /** Why the last wish was not taken; empty when it was. */
    String refused() {
        return refused;
    }

    /** Wh imported {@code second} seconds into the running quarter, on straight lines between. */
    double importedAt(double second) {
        return at(second, Point.NOTHING, 0).imported;
    }

    /**
     * Where the running quarter stood, on straight lines between what was told; empty before the
     * first that was.
     */
    Optional<Point> at(int second) {
        var first = points.firstEntry();
        return first == null || second < first.getKey()
                ? Optional.empty()
                : Optional.of(at(second, first.getValue(), first.getKey()));
    }

    private Point at(double second, Point first, int firstSecond) {
        var before = points.floorEntry((int) second);
        var after = points.ceilingEntry((int) Math.ceil(second));
        double from = before == null ? firstSecond : before.getKey();
        Point low = before == null ? first : before.getValue();
        if (after == null || after.getKey() <= from) {
            return low;
        }
        return low.towards(after.getValue(), (second - from) / (after.getKey() - from));
    }
}
