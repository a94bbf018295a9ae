package be.bsmr.home.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;

/**
 * What a picture is drawn on. Lengths are dots of an SVG; the origin is at the top left.
 *
 * <p>Whoever draws text places it by {@link Letters}, so that PNG and SVG are alike whatever font
 * there is.
 */
interface Drawing {

    /** Of a dashed line, in dots. */
    int DASH = 7;

    /** Between two dashes, in dots. */
    int GAP = 4;

    /** Around letters, both sides together, in dots. */
    double RIM = 4;

    /** Which end of a text is given. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** How a text is written. */
    record Type(double size, boolean bold, Color color) {}

    /**
     * How a line is drawn.
     *
     * @param width in dots
     */
    record Pen(Color color, double width, boolean dashed) {

        static Pen solid(Color color, double width) {
            return new Pen(color, width, false);
        }

        static Pen dashed(Color color, double width) {
            return new Pen(color, width, true);
        }
    }

    /**
     * What belongs together, under a name for those who work on the file.
     *
     * @param name such as {@code target}; a letter and then letters, digits and {@code _}
     */
    void group(String name, Runnable content);

    /** Nothing outside shows. */
    void within(Rectangle2D frame, Runnable content);

    /** Smooth edges. */
    void fill(Shape shape, Color color);

    /** Whole dots, so that neighbours meet without a seam. */
    void tiles(Shape rectangles, Color color);

    void stroke(Shape path, Pen pen);

    /**
     * @param y of the line that letters stand on
     */
    void text(String text, double x, double y, Anchor anchor, Type type);

    /** Text on a rim of the paper's colour, to be read above lines and bars. */
    void textOnRim(String text, double x, double y, Anchor anchor, Type type, Color paper);
}
