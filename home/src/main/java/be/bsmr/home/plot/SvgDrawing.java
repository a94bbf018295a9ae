package be.bsmr.home.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * An SVG whose text is text: it can be searched, selected and read aloud, and takes the reader's
 * font.
 */
final class SvgDrawing implements Drawing {

    private static final String FONTS = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

    private final StringBuilder svg = new StringBuilder();
    private int clips;

    /** The whole file. */
    String file(int width, int height, Locale locale, Color paper, String title) {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        xml:lang="%s" font-family="%s">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="%s"/>
        %s</svg>
        """
                .formatted(
                        width,
                        height,
                        width,
                        height,
                        locale.getLanguage(),
                        FONTS,
                        escaped(title),
                        code(paper),
                        svg);
    }

    @Override
    public void group(String name, Runnable content) {
        svg.append("<g class=\"").append(name).append("\">\n");
        content.run();
        svg.append("</g>\n");
    }

    @Override
    public void within(Rectangle2D frame, Runnable content) {
        clips++;
        svg.append("<clipPath id=\"frame%d\"><path d=\"".formatted(clips))
                .append(data(frame))
                .append("\"/></clipPath>\n<g clip-path=\"url(#frame%d)\">\n".formatted(clips));
        content.run();
        svg.append("</g>\n");
    }

    @Override
    public void fill(Shape shape, Color color) {
        path(shape, fill(color));
    }

    @Override
    public void tiles(Shape rectangles, Color color) {
        path(rectangles, fill(color) + " shape-rendering=\"crispEdges\"");
    }

    @Override
    public void stroke(Shape path, Pen pen) {
        path(
                path,
                "fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s"
                        .formatted(
                                code(pen.color()),
                                number(pen.width()),
                                pen.dashed()
                                        ? " stroke-dasharray=\"%s %s\"".formatted(DASH, GAP)
                                        : ""));
    }

    @Override
    public void text(String text, double x, double y, Anchor anchor, Type type) {
        text(text, x, y, anchor, type, "");
    }

    @Override
    public void textOnRim(String text, double x, double y, Anchor anchor, Type type, Color paper) {
        text(
                text,
                x,
                y,
                anchor,
                type,
                " stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\" paint-order=\"stroke\""
                        .formatted(code(paper), number(RIM)));
    }

    private void text(
            String text, double x, double y, Anchor anchor, Type type, String attributes) {
        String at =
                switch (anchor) {
                    case START -> "";
                    case MIDDLE -> " text-anchor=\"middle\"";
                    case END -> " text-anchor=\"end\"";
                };
        svg.append(
                "<text x=\"%s\" y=\"%s\"%s font-size=\"%s\"%s fill=\"%s\"%s>%s</text>\n"
                        .formatted(
                                number(x),
                                number(y),
                                at,
                                number(type.size()),
                                type.bold() ? " font-weight=\"bold\"" : "",
                                code(type.color()),
                                attributes,
                                escaped(text)));
    }

    private void path(Shape shape, String attributes) {
        svg.append("<path d=\"").append(data(shape)).append("\" ").append(attributes);
        svg.append("/>\n");
    }

    private static String fill(Color color) {
        return "fill=\"%s\"".formatted(code(color))
                + (color.getAlpha() == 255
                        ? ""
                        : " fill-opacity=\"%s\"".formatted(number(color.getAlpha() / 255.0)));
    }

    private static String data(Shape shape) {
        StringBuilder data = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
            switch (i.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> data.append('M').append(point(at));
                case PathIterator.SEG_LINETO -> data.append('L').append(point(at));
                case PathIterator.SEG_CLOSE -> data.append('Z');
                default -> throw new IllegalArgumentException("only straight lines are drawn");
            }
        }
        return data.toString();
    }

    private static String point(double[] at) {
        return number(at[0]) + " " + number(at[1]);
    }

    /** A hundredth of a dot is enough. */
    private static String number(double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths % 100 == 0) {
            return String.valueOf(hundredths / 100);
        }
        return String.valueOf(hundredths / 100.0);
    }

    private static String code(Color color) {
        return "#%06x".formatted(color.getRGB() & 0xFFFFFF);
    }

    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replace("&", "&amp;").replace("<", "&lt;");
    }
}
