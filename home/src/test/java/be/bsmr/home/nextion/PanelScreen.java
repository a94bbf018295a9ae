package be.bsmr.home.nextion;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * The two pages of the original's layout, 320×240 pixels: what stands where as its author notes it
 * beside the layout, which is not published as a picture.
 */
final class PanelScreen {

    private static final int WAVEFORM = 4;
    private static final int CHANNELS = 4;

    /** Pixels: as many points are kept; the newest stands at the right. */
    private static final int WIDTH = 196;

    private static final int HEIGHT = 150;
    private static final int LEFT = 4;
    private static final int TOP = 6;

    private static final Color[] LINES = {Color.RED, Color.CYAN, Color.YELLOW, Color.GREEN};
    private static final Color NIGHT = new Color(0, 0, 40);
    private static final Color GRID = new Color(50, 50, 70);
    private static final Color WORDS = new Color(170, 170, 190);

    /**
     * A number and the words beside it.
     *
     * @param x of its right end
     * @param y of its base line
     */
    private record Place(int x, int y, String before, String unit, Color colour) {}

    private static final Map<Integer, Place> PAGE_0 = new TreeMap<>();
    private static final Map<Integer, Place> PAGE_1 = new TreeMap<>();

    static {
        for (int phase = 0; phase < 3; phase++) {
            int y = 32 + 46 * phase;
            PAGE_0.put(2 + 2 * phase, new Place(248, y, "L" + (phase + 1), "V", Color.WHITE));
            PAGE_0.put(3 + 2 * phase, new Place(302, y, "", "A", Color.WHITE));
        }
        PAGE_0.put(10, new Place(48, 188, "", "s", Color.WHITE));
        PAGE_0.put(8, new Place(302, 176, "afname", "W", Color.WHITE));
        PAGE_0.put(9, new Place(302, 202, "injectie", "W", Color.WHITE));
        PAGE_0.put(1, new Place(90, 230, "", "Wh", Color.YELLOW));
        PAGE_0.put(0, new Place(190, 230, "", "Wh", Color.GREEN));
        PAGE_1.put(11, new Place(140, 70, "T1", "Wh", Color.WHITE));
        PAGE_1.put(12, new Place(140, 110, "T2", "Wh", Color.WHITE));
        PAGE_1.put(13, new Place(290, 70, "", "Wh", Color.WHITE));
        PAGE_1.put(14, new Place(290, 110, "", "Wh", Color.WHITE));
        PAGE_1.put(15, new Place(140, 190, "", "W", Color.WHITE));
        PAGE_1.put(16, new Place(290, 190, "", "W", Color.WHITE));
    }

    private final Map<Integer, Integer> numbers = new TreeMap<>();
    private final Map<Integer, Boolean> shown = new TreeMap<>();
    private final List<List<Integer>> lines = new ArrayList<>();
    private int page;
    private int light;

    PanelScreen() {
        start();
    }

    void start() {
        light = 100;
        load(0);
    }

    /** A page begins with what stands in its layout. */
    void load(int to) {
        page = to;
        numbers.clear();
        shown.clear();
        components().keySet().forEach(n -> numbers.put(n, 0));
        lines.clear();
        for (int i = 0; i < CHANNELS; i++) {
            lines.add(new ArrayList<>());
        }
    }

    private Map<Integer, Place> components() {
        return page == 0 ? PAGE_0 : page == 1 ? PAGE_1 : Map.of();
    }

    int page() {
        return page;
    }

    int light() {
        return light;
    }

    void light(int percent) {
        light = percent;
    }

    boolean set(int number, int value) {
        return numbers.computeIfPresent(number, (n, before) -> value) != null;
    }

    boolean show(int number, boolean visible) {
        boolean there = components().containsKey(number);
        if (there) {
            shown.put(number, visible);
        }
        return there;
    }

    Integer number(int number) {
        return shown.getOrDefault(number, true) ? numbers.get(number) : null;
    }

    boolean hasLine(int id, int channel) {
        return page == 0 && id == WAVEFORM && channel < CHANNELS;
    }

    boolean clear(int id, int channel) {
        if (page != 0 || id != WAVEFORM) {
            return false;
        }
        for (int i = 0; i < CHANNELS; i++) {
            if (channel == 255 || channel == i) {
                lines.get(i).clear();
            }
        }
        return true;
    }

    void add(int channel, int height) {
        List<Integer> line = lines.get(channel);
        line.add(height);
        if (line.size() > WIDTH) {
            line.remove(0);
        }
    }

    List<Integer> line(int channel) {
        return List.copyOf(lines.get(channel));
    }

    void write(Path file, boolean dark) throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        if (!dark) {
            g.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(NIGHT);
            g.fillRect(0, 0, 320, 240);
            draw(g);
            g.setColor(new Color(0, 0, 0, 255 - 255 * light / 100));
            g.fillRect(0, 0, 320, 240);
        }
        g.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private void draw(Graphics2D g) {
        if (page == 0) {
            waveform(g);
            words(g, 16, 210, "voorspeld", Color.YELLOW);
            words(g, 116, 210, "kwartier", Color.GREEN);
            words(g, 72, 188, "van 900 s", WORDS);
        } else {
            words(g, 60, 34, "afname", WORDS);
            words(g, 210, 34, "injectie", WORDS);
            words(g, 12, 160, "vermogen", WORDS);
        }
        components().forEach((n, place) -> number(g, n, place));
    }

    private void number(Graphics2D g, int n, Place place) {
        g.setFont(new Font("DejaVu Sans Mono", Font.BOLD, 16));
        Integer value = number(n);
        if (value != null) {
            g.setColor(place.colour());
            String digits = String.valueOf(value);
            g.drawString(digits, place.x() - g.getFontMetrics().stringWidth(digits), place.y());
        }
        words(g, place.x() + 3, place.y(), place.unit(), WORDS);
        int before = place.before().startsWith("L") ? 48 : place.x() < 200 ? 128 : 96;
        words(g, place.x() - before, place.y(), place.before(), WORDS);
    }

    private static void words(Graphics2D g, int x, int y, String text, Color colour) {
        g.setFont(new Font("DejaVu Sans", Font.PLAIN, 11));
        g.setColor(colour);
        g.drawString(text, x, y);
    }

    private void waveform(Graphics2D g) {
        g.setColor(Color.BLACK);
        g.fillRect(LEFT, TOP, WIDTH, HEIGHT);
        g.setColor(GRID);
        for (int y = 25; y < HEIGHT; y += 25) {
            g.drawLine(LEFT, TOP + y, LEFT + WIDTH - 1, TOP + y);
        }
        for (int x = WIDTH % 30; x < WIDTH; x += 30) {
            g.drawLine(LEFT + x, TOP, LEFT + x, TOP + HEIGHT - 1);
        }
        g.drawRect(LEFT - 1, TOP - 1, WIDTH + 1, HEIGHT + 1);
        for (int channel = 0; channel < CHANNELS; channel++) {
            g.setColor(LINES[channel]);
            List<Integer> line = lines.get(channel);
            int first = LEFT + WIDTH - line.size();
            for (int i = 0; i < line.size(); i++) {
                int before = line.get(Math.max(0, i - 1));
                g.drawLine(first + i, y(before), first + i, y(line.get(i)));
            }
        }
    }

    private static int y(int height) {
        return TOP + HEIGHT - 1 - Math.min(HEIGHT - 1, height);
    }
}
