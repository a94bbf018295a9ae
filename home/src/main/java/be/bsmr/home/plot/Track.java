package be.bsmr.home.plot;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/** A value over time, interrupted where it is not known. */
final class Track {

    private final List<List<Point2D>> runs = new ArrayList<>();
    private boolean open;

    /** The line goes on to here. */
    void to(double x, double y) {
        if (!open) {
            runs.add(new ArrayList<>());
        }
        open = true;
        runs.get(runs.size() - 1).add(new Point2D.Double(x, y));
    }

    /** It is not known until the next point. */
    void gap() {
        open = false;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    Shape line(PlotArea frame) {
        Path2D path = new Path2D.Double();
        for (List<Point2D> run : runs) {
            path.moveTo(x(frame, run.get(0)), y(frame, run.get(0)));
            add(path, frame, run, 1, 1);
        }
        return path;
    }

    /** What lies between it and zero. */
    Shape area(PlotArea frame) {
        Path2D path = new Path2D.Double();
        for (List<Point2D> run : runs) {
            path.moveTo(x(frame, run.get(0)), frame.zero());
            add(path, frame, run, 0, 1);
            path.lineTo(path.getCurrentPoint().getX(), frame.zero());
            path.closePath();
        }
        return path;
    }

    /**
     * What lies between it and another above it.
     *
     * @param upper known at the same times
     */
    Shape upTo(Track upper, PlotArea frame) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < runs.size(); i++) {
            List<Point2D> run = runs.get(i);
            path.moveTo(x(frame, run.get(0)), y(frame, run.get(0)));
            add(path, frame, run, 1, 1);
            List<Point2D> back = upper.runs.get(i);
            add(path, frame, back, back.size() - 1, -1);
            path.closePath();
        }
        return path;
    }

    private static void add(Path2D path, PlotArea frame, List<Point2D> run, int first, int step) {
        for (int i = first; i >= 0 && i < run.size(); i += step) {
            path.lineTo(x(frame, run.get(i)), y(frame, run.get(i)));
        }
    }

    private static double x(PlotArea frame, Point2D point) {
        return frame.x(point.getX());
    }

    private static double y(PlotArea frame, Point2D point) {
        return frame.y(point.getY());
    }
}
