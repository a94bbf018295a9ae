package be.bsmr.home.edge;

import be.bsmr.site.SiteStep;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * One way out of the house: what hears of each step of the site.
 *
 * @param name for the operator
 * @param duty decides who hears of a step first
 * @param sink takes a step on the site thread, and must not linger there
 */
public record Edge(String name, Duty duty, Consumer<SiteStep> sink) {

    /** What an edge is for, in the order in which edges hear of a step. */
    public enum Duty {
        /** Switches and sets loads: nothing may come before it. */
        ACT,
        /** Keeps what was read on the disk. */
        KEEP,
        /** Shows or tells it to people and programs. */
        SHOW
    }

    /** The sinks of {@code edges} in the order of their duties; of one duty, as they are listed. */
    public static List<Consumer<SiteStep>> sinks(List<Edge> edges) {
        return edges.stream()
                .sorted(Comparator.comparing(Edge::duty))
                .<Consumer<SiteStep>>map(Edge::sink)
                .toList();
    }
}
