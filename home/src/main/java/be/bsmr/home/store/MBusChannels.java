package be.bsmr.home.store;

import be.bsmr.meter.MBusReading;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;

/** What hangs on the M-Bus as time goes on, under one setting of the meter's clock. */
final class MBusChannels {

    private final SortedMap<Integer, MBusReading> channels;
    private final Deque<MBusTable.Change> changes;
    private List<MBusReading> attached;

    private MBusChannels(
            SortedMap<Integer, MBusReading> channels, Deque<MBusTable.Change> changes) {
        this.channels = channels;
        this.changes = changes;
        attached = List.copyOf(channels.values());
    }

    /** What hung there at {@code from}, and what changed up to {@code to}. */
    static MBusChannels between(Instant from, Instant to, int clock, Database database) {
        long first = QuarterTable.ceiling(from);
        return new MBusChannels(
                database.read(c -> MBusTable.at(first, clock, c)),
                new ArrayDeque<>(
                        database.read(
                                c -> MBusTable.changes(first, to.getEpochSecond(), clock, c))));
    }

    /** What hangs there at a second; to be asked in the order of time. */
    List<MBusReading> at(long second) {
        while (!changes.isEmpty() && changes.getFirst().measuredAt() <= second) {
            MBusTable.Change change = changes.removeFirst();
            channels.remove(change.channel());
            change.reading().ifPresent(m -> channels.put(change.channel(), m));
            attached = List.copyOf(channels.values());
        }
        return attached;
    }
}
