package be.bsmr.home.notify;

import be.bsmr.unit.Power;

/**
 * A load that draws now.
 *
 * @param name what people call it
 * @param power what it is believed to draw, at least {@value #LEAST} W
 * @param ours whether BSMR may shed it, should it be needed
 */
record DrawingLoad(String name, Power power, boolean ours) {

    /** What draws less, W, is no help. */
    static final int LEAST = 100;
}
