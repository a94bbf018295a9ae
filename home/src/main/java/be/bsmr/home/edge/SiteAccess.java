package be.bsmr.home.edge;

import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.series.Past;
import be.bsmr.site.SiteInput;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an edge may know of the site, and how it reaches it.
 *
 * @param loads ids of all loads
 * @param clock the site's: steady while the host's is set
 * @param inbox takes what happened; waits while it is full
 * @param asking makes a way for the wishes of people who ask through one edge: of each load one a
 *     second goes on
 * @param latest the newest state
 * @param health how the parts of the program do
 * @param past what is kept; empty while nothing is, because nobody wants it or the disk fails
 */
public record SiteAccess(
        Set<String> loads,
        InstantSource clock,
        Consumer<SiteInput> inbox,
        Supplier<Consumer<SiteInput>> asking,
        LatestState latest,
        ProgramHealth health,
        Supplier<Optional<Past>> past) {

    public SiteAccess {
        loads = Set.copyOf(loads);
    }
}
