package be.bsmr.home.plot;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * What all pictures have in common: for whom they are, how they look, how they become a file. The
 * file's name decides what it becomes: {@code .png} or {@code .svg}.
 *
 * @param zone of all times; decides which day a quarter belongs to
 * @param locale nl, fr, de or en; any other becomes en
 */
public record Sheet(ZoneId zone, Locale locale, Theme look) {

    /** Of an SVG; a PNG has {@link PngDrawing#DENSITY} times as many dots each way. */
    static final int WIDTH = 1000;

    static final int HEIGHT = 560;

    static {
        // A Raspberry Pi may have no screen; one that has needs no window from us.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /** Of the section {@code plot}. */
    String text(String key) {
        return text(key, Map.of());
    }

    /** With its blanks filled. */
    String text(String key, Map<String, ?> values) {
        return Words.in(Language.of(locale)).say("plot." + key, values);
    }

    /** In the reader's words; an instant must have been given a zone. */
    String time(String pattern, TemporalAccessor at) {
        return DateTimeFormatter.ofPattern(pattern, locale).format(at);
    }

    /** With the day of the week, as the reader's country writes it. */
    String date(TemporalAccessor day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale).format(day);
    }

    /** From its start to its end. */
    String span(QuarterHour quarter) {
        return time("HH:mm", quarter.start().atZone(zone))
                + time("–HH:mm", quarter.end().atZone(zone));
    }

    /** Short. */
    String monthName(Month month) {
        return month.getDisplayName(TextStyle.SHORT_STANDALONE, locale);
    }

    /** Two decimals: the meter tells 1 W in a demand of some thousand. */
    String kilowatts(double kilowatts) {
        return number(kilowatts) + " kW";
    }

    /** Of kilowatts, without the unit. */
    String number(double kilowatts) {
        return String.format(locale, "%.2f", kilowatts);
    }

    String wattHours(Energy energy) {
        return String.format(locale, "%,d Wh", energy.wattHours());
    }

    /**
     * Ends well before a picture is computed in vain.
     *
     * @throws IllegalArgumentException when the name is neither of a .png nor of an .svg file
     */
    public static void check(Path file) {
        if (!isSvg(file) && !ends(file, ".png")) {
            throw new IllegalArgumentException(
                    "a plot is a .png or an .svg file, not " + file.getFileName());
        }
    }

    /**
     * @throws IllegalArgumentException when the name is neither of a .png nor of an .svg file
     * @throws IOException when the file cannot be written
     */
    void write(Chart chart, Path file) throws IOException {
        check(file);
        if (isSvg(file)) {
            SvgDrawing svg = new SvgDrawing();
            chart.drawOn(svg);
            Files.writeString(
                    file, svg.file(WIDTH, HEIGHT, locale, look.paper, chart.heading().line()));
            return;
        }
        PngDrawing png = new PngDrawing(WIDTH, HEIGHT, look.paper);
        chart.drawOn(png);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream bytes = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(png.image(), "png", bytes);
        }
        Files.write(file, out.toByteArray());
    }

    private static boolean isSvg(Path file) {
        return ends(file, ".svg");
    }

    private static boolean ends(Path file, String suffix) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }
}
