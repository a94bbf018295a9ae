package be.bsmr.home.web.api;

import be.bsmr.control.Outlook;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the running quarter, one point a second, so that a page opened at minute nine shows
 * the quarter from its beginning. Not for use by several threads.
 */
final class QuarterGraph {

    static final int MOST_POINTS = 900;

    /** Energies in Wh, the range that holds the demand with 80 % probability in W. */
    private record Point(
            long elapsedSeconds,
            double imported,
            double forecast,
            double low80,
            double high80,
            double alarmLine,
            double limit) {

        static Point of(Outlook o) {
            DemandDistribution.Interval likely = o.forecast().likely().interval(0.80);
            return new Point(
                    o.elapsed().toSeconds(),
                    o.soFar().imported().exactWattHours().doubleValue(),
                    o.forecast().expected().exactWattHours().doubleValue(),
                    likely.low().watts(),
                    likely.high().watts(),
                    o.alarmLine().exactWattHours().doubleValue(),
                    o.limit().exactWattHours().doubleValue());
        }
    }

    private final List<Point> points = new ArrayList<>();
    private @Nullable QuarterHour quarter;

    /** Adds where the quarter stands now. A new quarter begins with an empty graph. */
    void add(Outlook outlook) {
        if (!outlook.soFar().quarter().equals(quarter)) {
            quarter = outlook.soFar().quarter();
            points.clear();
        }
        Point point = Point.of(outlook);
        // A meter without a clock may bring two readings in one second; one set back repeats some.
        points.removeIf(p -> p.elapsedSeconds >= point.elapsedSeconds);
        if (points.size() == MOST_POINTS) {
            points.remove(0);
        }
        points.add(point);
    }

    /** One array per line, oldest first: {@code {"elapsed_s":[…],"import_wh":[…],…}}. */
    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode elapsed = node.putArray("elapsed_s");
        points.forEach(p -> elapsed.add(p.elapsedSeconds));
        line(node, "import_wh", Point::imported);
        line(node, "forecast_wh", Point::forecast);
        line(node, "low80_w", Point::low80);
        line(node, "high80_w", Point::high80);
        line(node, "alarm_line_wh", Point::alarmLine);
        line(node, "limit_wh", Point::limit);
        return node;
    }

    private void line(ObjectNode node, String name, ToDoubleFunction<Point> value) {
        ArrayNode line = node.putArray(name);
        points.forEach(p -> line.add(value.applyAsDouble(p)));
    }
}
