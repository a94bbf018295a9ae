package be.bsmr.home.plot;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What an SVG file says and where. */
final class SvgPicture {

    /**
     * A text.
     *
     * @param box as wide as it may become, as high as its letters
     * @param baseline what its letters stand on
     */
    record Words(String text, Rectangle2D box, double baseline) {}

    private static final Pattern STEP = Pattern.compile("([ML])([-\\d.]+) ([-\\d.]+)|Z");

    private final Document document;

    SvgPicture(Path file) throws Exception {
        document =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile());
    }

    String language() {
        return document.getDocumentElement().getAttribute("xml:lang");
    }

    String title() {
        return document.getElementsByTagName("title").item(0).getTextContent();
    }

    /** All that is written. */
    List<String> texts() {
        return words(document.getDocumentElement()).stream().map(Words::text).toList();
    }

    List<Words> words() {
        return words(document.getDocumentElement());
    }

    /** Of one group. */
    List<Words> words(String group) {
        return group(group).map(SvgPicture::words).orElse(List.of());
    }

    List<String> texts(String group) {
        return words(group).stream().map(Words::text).toList();
    }

    boolean has(String group) {
        return group(group).isPresent();
    }

    /** How many paths a group has. */
    int paths(String group) {
        return group(group).orElseThrow().getElementsByTagName("path").getLength();
    }

    /** The corners of the first path of a group, each moved to or drawn to. */
    List<double[]> points(String group) {
        Element path = (Element) group(group).orElseThrow().getElementsByTagName("path").item(0);
        return STEP.matcher(path.getAttribute("d"))
                .results()
                .filter(m -> m.group(1) != null)
                .map(SvgPicture::point)
                .toList();
    }

    /** What the first path of a group covers. */
    Rectangle2D bounds(String group) {
        Path2D path = new Path2D.Double();
        for (double[] p : points(group)) {
            if (path.getCurrentPoint() == null) {
                path.moveTo(p[0], p[1]);
            }
            path.lineTo(p[0], p[1]);
        }
        return path.getBounds2D();
    }

    /** What each path of a group covers. */
    List<Rectangle2D> patches(String group) {
        NodeList paths = group(group).orElseThrow().getElementsByTagName("path");
        List<Rectangle2D> patches = new ArrayList<>();
        for (int i = 0; i < paths.getLength(); i++) {
            Path2D path = new Path2D.Double();
            String steps = ((Element) paths.item(i)).getAttribute("d");
            STEP.matcher(steps)
                    .results()
                    .filter(m -> m.group(1) != null)
                    .map(SvgPicture::point)
                    .forEach(
                            p -> {
                                if (path.getCurrentPoint() == null) {
                                    path.moveTo(p[0], p[1]);
                                }
                                path.lineTo(p[0], p[1]);
                            });
            patches.add(path.getBounds2D());
        }
        return patches;
    }

    /** How often a line or an area of a group begins anew. */
    long runs(String group) {
        Element path = (Element) group(group).orElseThrow().getElementsByTagName("path").item(0);
        Matcher begins = Pattern.compile("M").matcher(path.getAttribute("d"));
        return begins.results().count();
    }

    /** Where a group's texts say that a value of the vertical axis is. */
    double y(String label) {
        return words("vertical").stream()
                        .filter(w -> w.text().equals(label))
                        .findFirst()
                        .orElseThrow()
                        .baseline()
                - 4.5;
    }

    /** Pairs of texts that may lie over one another. */
    List<String> collisions() {
        List<String> collisions = new ArrayList<>();
        List<Words> all = words();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(i).box().intersects(all.get(j).box())) {
                    collisions.add(all.get(j).text() + " / " + all.get(i).text());
                }
            }
            Rectangle2D paper = new Rectangle2D.Double(0, 0, Sheet.WIDTH, Sheet.HEIGHT);
            if (!paper.contains(all.get(i).box())) {
                collisions.add(all.get(i).text() + " / the edge");
            }
        }
        return collisions;
    }

    private Optional<Element> group(String name) {
        NodeList groups = document.getElementsByTagName("g");
        for (int i = 0; i < groups.getLength(); i++) {
            Element group = (Element) groups.item(i);
            if (group.getAttribute("class").equals(name)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private static List<Words> words(Element in) {
        List<Words> words = new ArrayList<>();
        NodeList texts = in.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            double size = number(text, "font-size");
            boolean bold = text.getAttribute("font-weight").equals("bold");
            double width = Letters.width(text.getTextContent(), size, bold);
            double left =
                    number(text, "x")
                            - switch (text.getAttribute("text-anchor")) {
                                case "middle" -> width / 2;
                                case "end" -> width;
                                default -> 0;
                            };
            double y = number(text, "y");
            words.add(
                    new Words(
                            text.getTextContent(),
                            new Rectangle2D.Double(left, y - 0.7 * size, width, 0.7 * size),
                            y));
        }
        return words;
    }

    private static double[] point(MatchResult step) {
        return new double[] {Double.parseDouble(step.group(2)), Double.parseDouble(step.group(3))};
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
