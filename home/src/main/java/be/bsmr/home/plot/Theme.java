package be.bsmr.home.plot;

import java.awt.Color;

/**
 * The colours of a picture. Each stands out from its paper by a contrast of 3 to 1 at least, which
 * is what WCAG 2.1 asks of graphics (1.4.11), but the grid.
 */
public enum Theme {
    /** For paper and bright rooms. */
    LIGHT(
            new Color(0xFFFFFF),
            new Color(0x212121),
            new Color(0x5F6368),
            new Color(0xE4E4E4),
            new Color(0xD32F2F),
            new Color(0x1E66D0),
            // A yellow that can be read on white.
            new Color(0xB58900),
            new Color(0x2E8B3D),
            new Color(0x5B8DB8),
            new Color(0x00897B),
            new Color(0x7B4FA3)),
    /** For screens at night. */
    DARK(
            new Color(0x14181D),
            new Color(0xE8EAED),
            new Color(0xA4ABB3),
            new Color(0x2D333B),
            new Color(0xFF6B6B),
            new Color(0x6AA5FF),
            new Color(0xF2C94C),
            new Color(0x56C271),
            new Color(0x6C9DC6),
            new Color(0x4DB6AC),
            new Color(0xB48EDE));

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

    Theme(
            Color paper,
            Color ink,
            Color faint,
            Color grid,
            Color limit,
            Color alarm,
            Color forecast,
            Color soFar,
            Color bar,
            Color export,
            Color held) {
        this.paper = paper;
        this.ink = ink;
        this.faint = faint;
        this.grid = grid;
        this.limit = limit;
        this.alarm = alarm;
        this.forecast = forecast;
        this.soFar = soFar;
        this.bar = bar;
        this.export = export;
        this.held = held;
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
