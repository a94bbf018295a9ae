package be.bsmr.home.plot;

import be.bsmr.home.plot.Drawing.Anchor;
import be.bsmr.home.plot.Drawing.Pen;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Labels to the right of where lines end, moved apart where lines end close together. */
final class EndLabels {

    private static final double SIZE = 13;
    private static final double APART = 35;
    private static final double BESIDE = 14;

    /**
     * A line's end.
     *
     * @param value what it says there, with its unit
     */
    private record End(double x, double y, String name, String value, Color color) {}

    private final List<End> ends = new ArrayList<>();

    void add(double x, double y, String name, String value, Color color) {
        ends.add(new End(x, y, name, value, color));
    }

    /** In dots. */
    double width() {
        double widest = 0;
        for (End end : ends) {
            widest = Math.max(widest, Letters.width(end.name, SIZE, true));
            widest = Math.max(widest, Letters.width(end.value, SIZE, false));
        }
        return BESIDE + widest;
    }

    void draw(Drawing drawing, PlotArea frame, Theme look) {
        List<End> down = new ArrayList<>(ends);
        down.sort(Comparator.comparingDouble((End e) -> -e.y));
        double[] middles = middles(down, frame);
        drawing.group(
                "ends",
                () -> {
                    for (int i = 0; i < middles.length; i++) {
                        draw(drawing, frame, look, down.get(i), middles[i]);
                    }
                });
    }

    /**
     * Places the labels as near to the lines as they can be, from the top down, then pushed up from
     * the bottom.
     */
    private static double[] middles(List<End> down, PlotArea frame) {
        double[] middles = new double[down.size()];
        double lowest = frame.area().getMaxY() - APART / 2 + 4;
        for (int i = 0; i < middles.length; i++) {
            double at = frame.y(down.get(i).y);
            middles[i] = i == 0 ? at : Math.max(at, middles[i - 1] + APART);
        }
        for (int i = middles.length - 1; i >= 0; i--) {
            double most = i == middles.length - 1 ? lowest : middles[i + 1] - APART;
            middles[i] = Math.min(middles[i], most);
        }
        return middles;
    }

    private static void draw(Drawing drawing, PlotArea frame, Theme look, End end, double middle) {
        double x = frame.x(end.x);
        drawing.stroke(
                new Line2D.Double(x + 2, frame.y(end.y), x + BESIDE - 3, middle),
                Pen.solid(end.color, 1));
        drawing.textOnRim(
                end.name,
                x + BESIDE,
                middle - 3,
                Anchor.START,
                new Drawing.Type(SIZE, true, end.color),
                look.paper);
        drawing.textOnRim(
                end.value,
                x + BESIDE,
                middle + 13,
                Anchor.START,
                new Drawing.Type(SIZE, false, look.ink),
                look.paper);
    }
}
