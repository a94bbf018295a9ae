package be.bsmr.home.plot;

import java.awt.geom.Rectangle2D;

/** Where a chart's values lie on the drawing. */
record PlotArea(Rectangle2D area, Axis horizontal, Axis vertical) {

    double x(double value) {
        double share = (value - horizontal.from()) / (horizontal.to() - horizontal.from());
        return area.getMinX() + share * area.getWidth();
    }

    double y(double value) {
        double share = (value - vertical.from()) / (vertical.to() - vertical.from());
        return area.getMaxY() - share * area.getHeight();
    }

    /** Where the bottom of bars and areas is. */
    double zero() {
        return y(Math.max(0, vertical.from()));
    }
}
