package be.bsmr.simulator;

/** A battery on an inverter: it does as it is told until it is full or empty. */
public final class Battery implements SimulatedLoad {

    /**
     * How a battery was built.
     *
     * @param kwh between full and empty
     * @param watts the most that it draws, and feeds
     * @param efficiency of charging and discharging together, above 0 to 1
     */
    public record Make(double kwh, double watts, double efficiency) {

        public Make {
            Positive.check("kwh", kwh);
            Positive.check("power_w", watts);
            if (!(efficiency > 0 && efficiency <= 1)) {
                throw new IllegalArgumentException("efficiency is above 0 to 1, not " + efficiency);
            }
        }
    }

    private final Make make;

    /** Each way. */
    private final double share;

    private double joules;

    /** Half full. */
    public Battery(Make make) {
        this(make, make.kwh * 3_600_000 / 2);
    }

    private Battery(Make make, double joules) {
        this.make = make;
        this.joules = joules;
        share = Math.sqrt(make.efficiency);
    }

    public Make make() {
        return make;
    }

    @Override
    public double run(Moment now, Allowance allowed) {
        if (!allowed.on() || Double.isNaN(allowed.watts())) {
            return 0;
        }
        double wish = Math.max(-make.watts, Math.min(make.watts, allowed.watts()));
        double room = (make.kwh * 3_600_000 - joules) / share;
        double watts = Math.max(-joules * share, Math.min(room, wish));
        joules += watts > 0 ? watts * share : watts / share;
        return watts;
    }

    @Override
    public Need need() {
        return new Need(make.watts, make.watts, 1, share, 1 / share, 0, 0, make.kwh * 3_600_000);
    }

    @Override
    public SimulatedLoad copy() {
        return new Battery(make, joules);
    }

    @Override
    public double breach() {
        return 0;
    }

    @Override
    public String unit() {
        return "kWh";
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
    public boolean isStore() {
        return true;
    }
}
