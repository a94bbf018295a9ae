package be.bsmr.home.plot;

import java.awt.Color;

/**
 * The colours of a picture. Each stands out from its paper by a contrast of 3 to 1 at least, which
 * is what WCAG 2.1 asks of graphics (1.4.11), but the grid.
 */
public enum Theme {
    /** For paper and bright rooms. */
    LIGHT(
            new Page(0xFFFFFF, 0x212121, 0x5F6368, 0xE4E4E4),
            // The forecast's is a yellow that can be read on white.
            new Marks(0xD32F2F, 0x1E66D0, 0xB58900, 0x2E8B3D, 0x5B8DB8, 0x00897B, 0x7B4FA3)),
    /** For screens at night. */
    DARK(
            new Page(0x14181D, 0xE8EAED, 0xA4ABB3, 0x2D333B),
            new Marks(0xFF6B6B, 0x6AA5FF, 0xF2C94C, 0x56C271, 0x6C9DC6, 0x4DB6AC, 0xB48EDE));

    /** Pale to dark, also for the colour-blind and without colour: ColorBrewer\'s YlOrRd. */
    private static final int[] HEAT_ON_LIGHT = {
        0xFFFFCC, 0xFFEDA0, 0xFED976, 0xFEB24C, 0xFD8D3C, 0xFC4E2A, 0xE31A1C, 0xB10026
    };

    /** Dark to bright. */
    private static final int[] HEAT_ON_DARK = {
        0x1F3A5F, 0x3A4F86, 0x5B5698, 0x8A5A9E, 0xB9608F, 0xE26D6C, 0xF79552, 0xFCDC62
    };

    /** What everything lies on. */
    final Color paper;

    /** Of titles. */
    final Color ink;

    /** Of what explains: axes and their numbers. */
    final Color faint;

    final Color grid;

    /** Limits, targets and the highest of all: red, as in the original. */
    final Color limit;

    final Color alarm;
    final Color forecast;
    final Color soFar;

    /** Bars. */
    final Color bar;

    /** What is fed in. */
    final Color export;

    /** When a load is held back. */
    final Color held;

    /** What is drawn on, as 0xRRGGBB. */
    private record Page(int paper, int ink, int faint, int grid) {}

    /** What is drawn, as 0xRRGGBB. */
    private record Marks(
            int limit, int alarm, int forecast, int soFar, int bar, int export, int held) {}

    Theme(Page page, Marks marks) {
        paper = new Color(page.paper);
        ink = new Color(page.ink);
        faint = new Color(page.faint);
        grid = new Color(page.grid);
        limit = new Color(marks.limit);
        alarm = new Color(marks.alarm);
        forecast = new Color(marks.forecast);
        soFar = new Color(marks.soFar);
        bar = new Color(marks.bar);
        export = new Color(marks.export);
        held = new Color(marks.held);
    }

    /**
     * @param opacity 0…1
     */
    static Color seeThrough(Color color, double opacity) {
        return new Color(
                color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
    }

    /** Of a class of a heat map: few classes are as far apart as many. */
    Color heat(int index, HeatClasses classes) {
        int[] heat = this == LIGHT ? HEAT_ON_LIGHT : HEAT_ON_DARK;
        double at =
                classes.count() == 1
                        ? 0
                        : index * (heat.length - 1) / (double) (classes.count() - 1);
        Color below = new Color(heat[(int) at]);
        Color above = new Color(heat[Math.min(heat.length - 1, (int) at + 1)]);
        double share = at - (int) at;
        return new Color(
                between(below.getRed(), above.getRed(), share),
                between(below.getGreen(), above.getGreen(), share),
                between(below.getBlue(), above.getBlue(), share));
    }

    private static int between(int below, int above, double share) {
        return (int) Math.round(below + share * (above - below));
    }
}
