package be.bsmr.home.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Dots, {@link #DENSITY} of them each way for one of an SVG. */
final class PngDrawing implements Drawing {

    /** Sharp on paper and on fine screens: over 200 dots an inch when it fills an A4's width. */
    static final int DENSITY = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    PngDrawing(int width, int height, Color paper) {
        image = new BufferedImage(DENSITY * width, DENSITY * height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setColor(paper);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(DENSITY, DENSITY);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    BufferedImage image() {
        graphics.dispose();
        return image;
    }

    @Override
    public void group(String name, Runnable content) {
        content.run();
    }

    @Override
    public void within(Rectangle2D frame, Runnable content) {
        graphics.setClip(frame);
        content.run();
        graphics.setClip(null);
    }

    @Override
    public void fill(Shape shape, Color color) {
        graphics.setColor(color);
        graphics.fill(shape);
    }

    @Override
    public void tiles(Shape rectangles, Color color) {
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        fill(rectangles, color);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    @Override
    public void stroke(Shape path, Pen pen) {
        graphics.setColor(pen.color());
        graphics.setStroke(
                new BasicStroke(
                        (float) pen.width(),
                        BasicStroke.CAP_BUTT,
                        BasicStroke.JOIN_ROUND,
                        1,
                        pen.dashed() ? new float[] {DASH, GAP} : null,
                        0));
        graphics.draw(path);
    }

    @Override
    public void text(String text, double x, double y, Anchor anchor, Type type) {
        fill(outline(text, x, y, anchor, type), type.color());
    }

    @Override
    public void textOnRim(String text, double x, double y, Anchor anchor, Type type, Color paper) {
        Shape outline = outline(text, x, y, anchor, type);
        stroke(outline, Pen.solid(paper, RIM));
        fill(outline, type.color());
    }

    private Shape outline(String text, double x, double y, Anchor anchor, Type type) {
        Font font =
                new Font(Font.SANS_SERIF, type.bold() ? Font.BOLD : Font.PLAIN, 1)
                        .deriveFont((float) type.size());
        // Latin letters need no layout of text, which takes a quarter of a second to load.
        GlyphVector letters = font.createGlyphVector(graphics.getFontRenderContext(), text);
        double width = letters.getLogicalBounds().getWidth();
        double left =
                switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - width / 2;
                    case END -> x - width;
                };
        return letters.getOutline((float) left, (float) y);
    }
}
