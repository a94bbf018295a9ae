package be.bsmr.home.plot;

import be.bsmr.home.plot.Drawing.Anchor;
import be.bsmr.home.plot.Drawing.Pen;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A heading, what the colours mean, and values between two axes. What is added later lies above
 * what was added before.
 */
final class Chart {

    private static final double MARGIN = 28;
    private static final double TITLE = 42;
    private static final double DETAIL = 66;
    private static final double LEGEND = 96;
    private static final double LEGEND_ROW = 20;
    private static final double ABOVE_FRAME = 40;
    private static final double TICKS = 19;
    private static final double AXIS_TITLE = 40;
    private static final double BELOW_TITLE = 14;
    private static final double BESIDE = 8;

    private static final double LANE = 17;
    private static final double LANE_BAR = 10;
    private static final double LONGEST_LANE_NAME = 130;

    private static final double PATCH = 12;
    private static final double PATCH_GAP = 7;
    private static final double KEY_GAP = 22;
    private static final double BELOW_PATCH = 15;
    private static final double SCALE_ROW = 34;

    private static final double SMALL = 12.5;
    private static final double NORMAL = 13.5;

    /** How a colour shows in the chart. */
    enum Mark {
        LINE,
        DASHES,
        PATCH
    }

    /**
     * What a colour means.
     *
     * @param name in the reader's words
     */
    record Key(String name, Color color, Mark mark) {}

    /** A stretch of the horizontal axis. */
    record Stretch(double from, double to, Color color) {}

    /**
     * A narrow row below the frame.
     *
     * @param name whose it is
     */
    record Lane(String name, List<Stretch> stretches) {}

    private interface Layer {
        void draw(Drawing drawing, PlotArea frame);
    }

    private final Sheet sheet;
    private final Heading heading;
    private final Axis horizontal;
    private final Axis vertical;
    private final List<Key> legend = new ArrayList<>();
    private final List<Key> scale = new ArrayList<>();
    private int scaleSteps;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Layer> labels = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private double right = MARGIN;

    Chart(Sheet sheet, Heading heading, Axis horizontal, Axis vertical) {
        this.sheet = sheet;
        this.heading = heading;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    Heading heading() {
        return heading;
    }

    /** Says what a colour means, without drawing anything. */
    void key(String text, Color color, Mark mark) {
        legend.add(new Key(sheet.text(text), color, mark));
    }

    /** Says what the next step of a scale means: they lie side by side, each over its name. */
    void step(String name, Color color) {
        scale.add(new Key(name, color, Mark.PATCH));
    }

    /** A gap in the scale: what follows is none of its steps. */
    void endOfScale() {
        scaleSteps = scale.size();
    }

    void line(String name, Track track, Pen pen) {
        layer(name, (d, f) -> d.stroke(track.line(f), pen));
    }

    void fill(String name, Color color, Function<PlotArea, Shape> shape) {
        layer(name, (d, f) -> d.fill(shape.apply(f), color));
    }

    /** Rectangles that meet. */
    void tiles(String name, Color color, Function<PlotArea, Shape> rectangles) {
        layer(name, (d, f) -> d.tiles(rectangles.apply(f), color));
    }

    /**
     * Bars from zero.
     *
     * @param half of a bar's width
     * @param heights by the middle of their bar
     */
    void bars(String name, Color color, double half, Map<Integer, Double> heights) {
        fill(
                name,
                color,
                f -> {
                    Path2D bars = new Path2D.Double();
                    heights.forEach(
                            (middle, height) ->
                                    bars.append(
                                            new Rectangle2D.Double(
                                                    f.x(middle - half),
                                                    f.y(height),
                                                    f.x(middle + half) - f.x(middle - half),
                                                    f.zero() - f.y(height)),
                                            false));
                    return bars;
                });
    }

    /** The least that a month counts for: below it nothing is saved. */
    void floor(double kilowatts) {
        key("floor", sheet.look().ink, Mark.DASHES);
        Track track = new Track();
        track.to(horizontal.from(), kilowatts);
        track.to(horizontal.to(), kilowatts);
        line("floor", track, Pen.dashed(sheet.look().ink, 1.5));
    }

    private void layer(String name, Layer layer) {
        layers.add((d, f) -> d.group(name, () -> layer.draw(d, f)));
    }

    /** A number over a value. */
    void labelAbove(String text, double x, double y, Color color) {
        labels.add(
                (d, f) -> {
                    double half = Letters.width(text, SMALL, true) / 2;
                    double middle =
                            Math.max(
                                    f.area().getMinX() + half + 2,
                                    Math.min(f.area().getMaxX() - half, f.x(x)));
                    d.textOnRim(
                            text,
                            middle,
                            f.y(y) - 6,
                            Anchor.MIDDLE,
                            new Drawing.Type(SMALL, true, color),
                            sheet.look().paper);
                });
    }

    /** Names and last values of lines, at their ends, none over another. */
    void endLabels(EndLabels ends) {
        right = Math.max(right, ends.width() + BESIDE + MARGIN / 2);
        labels.add((d, f) -> ends.draw(d, f, sheet.look()));
    }

    void lane(Lane lane) {
        lanes.add(lane);
    }

    void drawOn(Drawing drawing) {
        Theme look = sheet.look();
        heading(drawing, look);
        double below = legend(drawing, look);
        PlotArea frame = new PlotArea(area(below), horizontal, vertical);
        grid(drawing, frame, look);
        drawing.within(frame.area(), () -> layers.forEach(l -> l.draw(drawing, frame)));
        drawing.stroke(
                new Line2D.Double(
                        frame.area().getMinX(), frame.zero(), frame.area().getMaxX(), frame.zero()),
                Pen.solid(look.faint, 1));
        lanes(drawing, frame, look);
        axes(drawing, frame, look);
        labels.forEach(l -> l.draw(drawing, frame));
    }

    private void heading(Drawing drawing, Theme look) {
        drawing.group(
                "heading",
                () -> {
                    text(
                            drawing,
                            sentence(heading.title()),
                            MARGIN,
                            TITLE,
                            Anchor.START,
                            new Drawing.Type(20, true, look.ink));
                    text(
                            drawing,
                            sentence(heading.detail()),
                            MARGIN,
                            DETAIL,
                            Anchor.START,
                            new Drawing.Type(15, false, look.ink));
                });
    }

    /** Returns where the last row stands. */
    private double legend(Drawing drawing, Theme look) {
        double[] below = {LEGEND};
        drawing.group(
                "legend",
                () -> {
                    double x = MARGIN;
                    for (Key key : legend) {
                        double width =
                                PATCH
                                        + (key.mark() == Mark.PATCH ? 0 : PATCH)
                                        + PATCH_GAP
                                        + Letters.width(key.name(), NORMAL, false);
                        if (x > MARGIN && x + width > Sheet.WIDTH - MARGIN) {
                            x = MARGIN;
                            below[0] += LEGEND_ROW;
                        }
                        key(drawing, key, x, below[0], look);
                        x += width + KEY_GAP;
                    }
                    below[0] += scale(drawing, below[0], look);
                });
        return below[0];
    }

    private static void key(Drawing drawing, Key key, double x, double y, Theme look) {
        double wide = PATCH;
        if (key.mark() == Mark.PATCH) {
            drawing.fill(new Rectangle2D.Double(x, y - PATCH + 1.5, PATCH, PATCH), key.color());
        } else {
            wide = 2 * PATCH;
            drawing.stroke(
                    new Line2D.Double(x, y - 4.5, x + wide, y - 4.5),
                    new Pen(key.color(), 2.5, key.mark() == Mark.DASHES));
        }
        text(
                drawing,
                key.name(),
                x + wide + PATCH_GAP,
                y,
                Anchor.START,
                new Drawing.Type(NORMAL, false, look.ink));
    }

    /**
     * The steps are equally wide where all fit in a row; else each is as wide as its name needs,
     * and what still does not fit goes on in the next row. Returns how much lower it reaches than
     * one row.
     */
    private double scale(Drawing drawing, double y, Theme look) {
        if (scale.isEmpty()) {
            return 0;
        }
        double widest = scale.stream().mapToDouble(Chart::stepWidth).max().orElse(0);
        boolean oneRow = MARGIN + widest * scale.size() + PATCH <= Sheet.WIDTH - MARGIN;
        double x = MARGIN;
        double row = y;
        for (int i = 0; i < scale.size(); i++) {
            Key key = scale.get(i);
            double step = oneRow ? widest : stepWidth(key);
            x += i > 0 && i == scaleSteps ? PATCH : 0;
            if (x + step > Sheet.WIDTH - MARGIN) {
                x = MARGIN;
                row += SCALE_ROW;
            }
            drawing.tiles(new Rectangle2D.Double(x, row - PATCH, step, PATCH), key.color());
            text(
                    drawing,
                    key.name(),
                    x + step / 2,
                    row + BELOW_PATCH,
                    Anchor.MIDDLE,
                    new Drawing.Type(SMALL, false, look.faint));
            x += step;
        }
        return row - y + BELOW_PATCH;
    }

    private static double stepWidth(Key step) {
        return Math.ceil(Math.max(44, Letters.width(step.name(), SMALL, false) + 8));
    }

    private Rectangle2D area(double below) {
        double left = 0;
        for (Axis.Tick tick : vertical.ticks()) {
            left = Math.max(left, Letters.width(tick.label(), SMALL, false));
        }
        for (Lane lane : lanes) {
            left = Math.max(left, Letters.width(laneName(lane), SMALL, false));
        }
        left += MARGIN + BESIDE;
        double top = below + (vertical.title().isEmpty() ? BELOW_TITLE : ABOVE_FRAME);
        double bottom =
                Sheet.HEIGHT
                        - BELOW_TITLE
                        - (horizontal.title().isEmpty() ? TICKS : AXIS_TITLE)
                        - LANE * lanes.size()
                        - (lanes.isEmpty() ? 0 : BESIDE);
        return new Rectangle2D.Double(left, top, Sheet.WIDTH - right - left, bottom - top);
    }

    private void grid(Drawing drawing, PlotArea frame, Theme look) {
        Path2D lines = new Path2D.Double();
        Rectangle2D area = frame.area();
        if (vertical.grid()) {
            for (Axis.Tick tick : vertical.ticks()) {
                lines.append(
                        new Line2D.Double(
                                area.getMinX(),
                                frame.y(tick.at()),
                                area.getMaxX(),
                                frame.y(tick.at())),
                        false);
            }
        }
        if (horizontal.grid()) {
            for (Axis.Tick tick : horizontal.ticks()) {
                lines.append(
                        new Line2D.Double(
                                frame.x(tick.at()),
                                area.getMinY(),
                                frame.x(tick.at()),
                                underLanes(frame)),
                        false);
            }
        }
        drawing.group("grid", () -> drawing.stroke(lines, Pen.solid(look.grid, 1)));
    }

    private void axes(Drawing drawing, PlotArea frame, Theme look) {
        Drawing.Type type = new Drawing.Type(SMALL, false, look.faint);
        Rectangle2D area = frame.area();
        drawing.group(
                "vertical",
                () -> {
                    for (Axis.Tick tick : vertical.ticks()) {
                        text(
                                drawing,
                                tick.label(),
                                area.getMinX() - BESIDE,
                                frame.y(tick.at()) + 4.5,
                                Anchor.END,
                                type);
                    }
                    text(
                            drawing,
                            vertical.title(),
                            MARGIN,
                            area.getMinY() - 13,
                            Anchor.START,
                            type);
                });
        double bottom = underLanes(frame);
        drawing.group(
                "horizontal",
                () -> {
                    for (Axis.Tick tick : horizontal.ticks()) {
                        text(
                                drawing,
                                tick.label(),
                                frame.x(tick.at()),
                                bottom + TICKS,
                                Anchor.MIDDLE,
                                type);
                    }
                    text(
                            drawing,
                            horizontal.title(),
                            area.getCenterX(),
                            bottom + AXIS_TITLE,
                            Anchor.MIDDLE,
                            type);
                });
    }

    private double underLanes(PlotArea frame) {
        return frame.area().getMaxY() + (lanes.isEmpty() ? 0 : BESIDE + LANE * lanes.size());
    }

    private void lanes(Drawing drawing, PlotArea frame, Theme look) {
        double y = frame.area().getMaxY() + BESIDE;
        for (Lane lane : lanes) {
            double middle = y + LANE / 2;
            drawing.group("lane", () -> lane(drawing, frame, lane, middle, look));
            y += LANE;
        }
    }

    private void lane(Drawing drawing, PlotArea frame, Lane lane, double middle, Theme look) {
        text(
                drawing,
                laneName(lane),
                frame.area().getMinX() - BESIDE,
                middle + 4.5,
                Anchor.END,
                new Drawing.Type(SMALL, false, look.faint));
        drawing.stroke(
                new Line2D.Double(frame.area().getMinX(), middle, frame.area().getMaxX(), middle),
                Pen.solid(look.grid, 1));
        for (Stretch stretch : lane.stretches()) {
            double from = frame.x(stretch.from());
            // What was short is seen all the same.
            double wide = Math.max(2, frame.x(stretch.to()) - from);
            drawing.fill(
                    new Rectangle2D.Double(from, middle - LANE_BAR / 2, wide, LANE_BAR),
                    stretch.color());
        }
    }

    private static String sentence(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Nothing when there is no text. */
    private static void text(
            Drawing drawing, String text, double x, double y, Anchor anchor, Drawing.Type type) {
        if (!text.isEmpty()) {
            drawing.text(text, x, y, anchor, type);
        }
    }

    private static String laneName(Lane lane) {
        return Letters.shortened(lane.name(), SMALL, LONGEST_LANE_NAME);
    }
}
