package be.bsmr.home.push;

import java.util.Set;

/**
 * A system at PVOutput.
 *
 * @param server whose address ends before {@code /service}
 * @param systemId the system's number; empty = off
 * @param apiKey that may write to it, together with {@code systemId}
 * @param everyMin minutes of a status, 5, 10 or 15, as set in the system there
 */
public record PvOutputSettings(String server, String systemId, String apiKey, int everyMin) {

    private static final Set<Integer> MINUTES = Set.of(5, 10, 15);

    static final PvOutputSettings NONE = new PvOutputSettings("https://pvoutput.org", "", "", 5);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public PvOutputSettings {
        server = Require.given("push.pvoutput.server", server).replaceFirst("/+$", "");
        var unused = Require.secure("push.pvoutput.server", server, "https://pvoutput.org");
        if (!Require.given("push.pvoutput.system_id", systemId).matches("[0-9]*")) {
            throw new IllegalArgumentException(
                    "push.pvoutput.system_id is the number of the system, as PVOutput's page of"
                            + " settings shows it");
        }
        if (!Require.given("push.pvoutput.api_key", apiKey).matches("[0-9A-Za-z]*")) {
            throw new IllegalArgumentException(
                    "push.pvoutput.api_key looks otherwise: write it as PVOutput's page of settings"
                            + " shows it, letters and digits");
        }
        if (systemId.isEmpty() != apiKey.isEmpty()) {
            throw new IllegalArgumentException(
                    "push.pvoutput.system_id and push.pvoutput.api_key go together: write both, or"
                            + " none");
        }
        if (!MINUTES.contains(everyMin)) {
            throw new IllegalArgumentException(
                    "push.pvoutput.every_min is 5, 10 or 15, not " + everyMin);
        }
    }

    boolean wanted() {
        return !systemId.isEmpty();
    }

    @Override
    public String toString() {
        return "PvOutputSettings[server="
                + server
                + ", systemId="
                + systemId
                + ", apiKey="
                + Require.hidden(apiKey)
                + ", everyMin="
                + everyMin
                + "]";
    }
}
