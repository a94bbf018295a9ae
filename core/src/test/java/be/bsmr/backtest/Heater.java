package be.bsmr.backtest;

import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.Need;
import be.bsmr.simulator.SimulatedLoad;

/** Draws 2 kW whenever it may, and nobody minds when it may not. */
final class Heater implements SimulatedLoad {

    @Override
    public double run(Moment now, Allowance allowed) {
        return allowed.on() ? 2000 : 0;
    }

    @Override
    public SimulatedLoad copy() {
        return new Heater();
    }

    @Override
    public double breach() {
        return 0;
    }

    @Override
    public String unit() {
        return "K";
    }

    @Override
    public double missed() {
        return 0;
    }

    @Override
    public boolean isFine(Moment now) {
        return true;
    }

    @Override
    public Need need() {
        return new Need(2000, 0, 1, 1, 0, 0, 0, 0);
    }
}
