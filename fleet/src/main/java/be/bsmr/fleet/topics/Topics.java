package be.bsmr.fleet.topics;

import java.util.List;

/**
 * How the topics of one tenant are called. Tenants share brokers and nothing else: a tenant's
 * programs may read and write what begins with its name and a dot.
 *
 * @param tenant small letters, digits and hyphens
 */
public record Topics(String tenant) {

    public Topics {
        if (!tenant.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "a tenant has 1 to 40 small letters, digits and hyphens, not '" + tenant + "'");
        }
    }

    /** What houses said: {@link Arrived} by meter. */
    public String telegrams() {
        return named("telegrams");
    }

    /** {@link CountedQuarter} by meter. */
    public String quarters() {
        return named("quarters");
    }

    /** {@link PeakSaid} by meter. */
    public String peaks() {
        return named("peaks");
    }

    /** {@link be.bsmr.wire.ForecastSent} by meter. */
    public String forecasts() {
        return named("forecasts");
    }

    /** {@link Member} by meter. */
    public String members() {
        return named("members");
    }

    /** {@link Agreement} by community. */
    public String agreements() {
        return named("agreements");
    }

    /** {@link be.bsmr.wire.Share} by meter. */
    public String shares() {
        return named("shares");
    }

    /** {@link CommunitySaid} by community. */
    public String communities() {
        return named("communities");
    }

    /** What could not be read, as it came, by who sent it; the header {@code reason} says why. */
    public String deadLetters() {
        return named("dead-letters");
    }

    /** All of them. */
    public List<String> all() {
        return List.of(
                telegrams(),
                quarters(),
                peaks(),
                forecasts(),
                members(),
                agreements(),
                shares(),
                communities(),
                deadLetters());
    }

    private String named(String what) {
        return tenant + "." + what;
    }
}
