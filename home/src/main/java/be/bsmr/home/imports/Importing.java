package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.Imports.Outcome;
import be.bsmr.home.store.Imports.Taken;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Takes one file into the database and counts what becomes of its rows. */
public final class Importing implements ExportFile.Told {

    private final ZoneId zone;
    private final Imports.Taking taking;
    private final DoubleConsumer progress;
    private long read;
    private long fresh;
    private long equal;
    private long conflicting;
    private long refused;
    private long withoutValue;
    private long replaced;
    private final List<ImportReport.Problem> problems = new ArrayList<>();
    private @Nullable Instant from;
    private @Nullable Instant to;

    private Importing(ZoneId zone, Imports.Taking taking, DoubleConsumer progress) {
        this.zone = zone;
        this.taking = taking;
        this.progress = progress;
    }

    /**
     * Takes in a file, wholly or not at all.
     *
     * @param dry whether to leave the database as it is
     * @param progress told the share of the file that is read, 0…1
     * @throws IOException when the file cannot be read or the database refuses
     */
    public static ImportReport of(
            ExportFile file, ZoneId zone, Imports imports, boolean dry, DoubleConsumer progress)
            throws IOException {
        Importing[] done = new Importing[1];
        List<Imports.Month> months =
                imports.take(
                        file.origin(),
                        dry,
                        taking -> {
                            done[0] = new Importing(zone, taking, progress);
                            file.read(done[0]);
                        });
        return done[0].report(file, months);
    }

    private ImportReport report(ExportFile file, List<Imports.Month> months) {
        return new ImportReport(
                file.toString(),
                file.origin().name().toLowerCase(Locale.ROOT),
                read,
                fresh,
                equal,
                conflicting,
                refused,
                withoutValue,
                replaced,
                problems,
                from,
                to,
                months);
    }

    @Override
    public void row(long line, List<ImportedAmount> amounts) throws IOException {
        read++;
        boolean isFresh = false;
        Taken conflict = null;
        for (ImportedAmount amount : amounts) {
            Taken taken = taking.take(amount);
            isFresh |= taken.outcome() == Outcome.NEW;
            if (taken.outcome() == Outcome.REPLACED || taken.outcome() == Outcome.KEPT) {
                if (conflict == null) {
                    problem(line, false, conflict(amount, taken));
                }
                conflict = taken;
            }
            reach(amount);
        }
        if (amounts.isEmpty()) {
            withoutValue++;
        } else if (conflict != null) {
            conflicting++;
            replaced += conflict.outcome() == Outcome.REPLACED ? 1 : 0;
        } else if (isFresh) {
            fresh++;
        } else {
            equal++;
        }
    }

    private void reach(ImportedAmount amount) {
        Instant end = amount.start().plusSeconds(amount.seconds());
        from = from == null || amount.start().isBefore(from) ? amount.start() : from;
        to = to == null || end.isAfter(to) ? end : to;
    }

    private String conflict(ImportedAmount amount, Taken taken) {
        ImportedAmount known = taken.known();
        return amount.quantity().name().toLowerCase(Locale.ROOT)
                + " of "
                + amount.start().atZone(zone).toOffsetDateTime()
                + " is "
                + amount.amount()
                + " ("
                + word(amount)
                + "), known was "
                + (known == null ? "nothing" : known.amount() + " (" + word(known) + ")")
                + (taken.outcome() == Outcome.REPLACED ? ": replaced" : ": what was known stays");
    }

    private static String word(ImportedAmount amount) {
        return amount.quality().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void refused(long line, String why) {
        read++;
        refused++;
        problem(line, true, why);
    }

    private void problem(long line, boolean isRefused, String what) {
        if (problems.size() < ImportReport.MOST_PROBLEMS) {
            problems.add(new ImportReport.Problem(line, isRefused, what));
        }
    }

    @Override
    public void read(double share) {
        progress.accept(share);
    }
}
