package be.bsmr.home.push;

/** Who is sent what is measured without asking; each is off by default. */
public record PushSettings(
        LoxoneSettings loxone, EnergyIdSettings energyid, PvOutputSettings pvoutput) {

    public static final PushSettings NONE =
            new PushSettings(LoxoneSettings.NONE, EnergyIdSettings.NONE, PvOutputSettings.NONE);

    /** Whether anybody is. */
    public boolean wanted() {
        return loxone.wanted() || energyid.wanted() || pvoutput.wanted();
    }
}
