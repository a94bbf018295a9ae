package be.bsmr.home.push;

import be.bsmr.home.series.Past;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A service that takes values of certain times; those of one time sent twice are the same. */
interface Outlet {

    /** A word for programs, such as {@code energyid}. */
    String name();

    /** What the service is called, and which keys to look at when it knows nobody of our name. */
    String advice();

    Rhythm rhythm();

    /** The first time that is later than {@code time}. */
    Instant after(Instant time);

    /**
     * Sends what is stored of these times, oldest first; of a time of which nothing is stored,
     * nothing.
     *
     * @return whether anything was sent
     * @throws Post.Refused when the service does not want it
     * @throws Post.NotNow when it wants it later
     * @throws IOException when it cannot be reached
     */
    boolean send(Past past, List<Instant> times) throws IOException;

    /**
     * How a service wants to be sent to.
     *
     * @param interval between two times, as a rule
     * @param settled so much later than a time has to be stored before that time is complete
     * @param most times that are sent at once, 1 or more
     * @param pace the least time between two requests that go on where the one before ended
     * @param reach what is older than this is not sent any more
     */
    record Rhythm(Duration interval, Duration settled, int most, Duration pace, Duration reach) {}
}
