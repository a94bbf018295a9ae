package be.bsmr.control;

import be.bsmr.control.Actuation.Modulating;
import be.bsmr.unit.Current;

/** How far a modulating load may be set before a wire of its own passes the main fuse. */
final class MainFuse {

    /** What is left of the fuse, A: currents are told with one decimal at best. */
    private static final double SPARED = 0.5;

    private final View view;

    MainFuse(View view) {
        this.view = view;
    }

    /**
     * The value nearest to {@code wanted} at which no wire of the load passes the main fuse, as it
     * draws and as a battery feeds; {@code wanted} while the fuse or the currents are not known.
     */
    int within(LoadNow s, Modulating m, int wanted) {
        Current fuse = view.fuse();
        if (fuse == null) {
            return wanted;
        }
        double more = Double.POSITIVE_INFINITY;
        double less = Double.POSITIVE_INFINITY;
        for (int wire : s.load().wires()) {
            Current current = wire <= view.currents().size() ? view.currents().get(wire - 1) : null;
            if (current != null) {
                more = Math.min(more, fuse.amperes() - current.amperes());
                less = Math.min(less, fuse.amperes() + current.amperes());
            }
        }
        if (Double.isInfinite(more)) {
            return wanted;
        }
        double perAmpere = wattsPerAmpere(s.load(), m);
        double drawn = s.drawn(view.now()).watts();
        int most = m.valueWithin(drawn + (more - SPARED) * perAmpere);
        int least = m.min() < 0 ? m.valueWithin(drawn - (less - SPARED) * perAmpere) : m.min();
        return Math.min(Math.max(wanted, least), most);
    }

    private double wattsPerAmpere(Load load, Modulating m) {
        if (m.unit() == Actuation.Unit.AMPERE) {
            return m.wattsPerUnit();
        }
        return load.wires().size() < 3 ? 230 : view.delta() ? 398 : 690;
    }
}
