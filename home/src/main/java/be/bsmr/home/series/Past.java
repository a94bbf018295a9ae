package be.bsmr.home.series;

import be.bsmr.control.Decision;
import be.bsmr.otherwise.Lived;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.SiteInput.MeterRead;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * What is kept of the house, for whoever looks back: read from any thread, also while it is being
 * written, up to the last commit.
 *
 * <p>Every method throws {@link java.io.UncheckedIOException} when the file cannot be read.
 */
public interface Past {

    /**
     * What is stored of {@code [from, to)}, cut to what there is.
     *
     * @param zone whose days and months count
     */
    Series series(Series.Resolution resolution, Instant from, Instant to, ZoneId zone);

    /**
     * The power of {@code [from, to)}, taken from the grid above zero and put on it below, from
     * every second that is stored: columns {@code start}, {@code mean_w}, {@code low_w} and {@code
     * high_w}, a row for each part in which something was measured. So a line that is drawn as wide
     * as its parts are many shows every second, whatever the period.
     *
     * @param parts how many equal parts, 1 or more; none is shorter than a second
     */
    Series power(Instant from, Instant to, int parts);

    /**
     * What gas, water and heat came to in {@code [from, to)}, a row for each day, or for each
     * month: the period, {@code type} ({@code gas}, {@code water}, {@code heat} …), {@code amount},
     * {@code unit} and {@code origin}, {@code meter} or who it was imported from.
     *
     * @param months whether months are told instead of days
     */
    Series mbus(boolean months, Instant from, Instant to, ZoneId zone);

    /**
     * What was decided in {@code [from, to)}, the newest first.
     *
     * @param most 1 or more
     */
    List<Decision> decisions(Instant from, Instant to, int most);

    /**
     * What is stored of {@code [from, to)} so that it can be gone through again, otherwise.
     *
     * @param zone whose months count
     * @param progress told the share that is read, 0…1; what it throws ends this
     */
    Lived lived(Instant from, Instant to, ZoneId zone, DoubleConsumer progress);

    /**
     * The stored readings of {@code [from, to]}, oldest first, so that they can go through a site
     * again: all of them in memory, so ask for hours, not for days.
     */
    List<MeterRead> readings(Instant from, Instant to);

    /**
     * The meter's time of the newest reading that is stored, as far as they belong to the present
     * setting of the meter's clock: readings are stored in their order. Empty when none is.
     */
    Optional<Instant> newest();

    /**
     * The quarters that started in {@code [from, to)} and that we counted ourselves, oldest first.
     */
    List<QuarterDemand> counted(Instant from, Instant to);

    /** From when to when seconds are kept, in whole quarters; empty when none are. */
    Optional<Extent> seconds();

    /** From when to when seconds or quarters are known; empty when none are. */
    Optional<Extent> span();
}
