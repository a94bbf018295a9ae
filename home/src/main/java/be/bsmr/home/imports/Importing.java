package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.Imports;
import be.bsmr.home.store.Imports.Taken;
import be.bsmr.home.store.Imports.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Takes one file into the database and counts what becomes of its rows. */
public final class Importing implements ExportFile.Listener {

    private final ZoneId zone;
    private final Imports.Taking taking;
    private final DoubleConsumer progress;
    private long read;
    private long fresh;
    private long equal;
    private long conflicting;
    private long refused;
    private long withoutValue;
    private final Map<Why, Long> notCounted = new LinkedHashMap<>();
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
     * @throws NotTaken when it may be of another meter than the house's
     * @throws IOException when the file cannot be read or the database refuses
     */
    public static ImportReport of(
            ExportFile file, ZoneId zone, Imports imports, boolean dry, DoubleConsumer progress)
            throws IOException {
        Importing[] done = new Importing[1];
        Imports.Result result =
                imports.take(
                        file.origin(),
                        dry,
                        taking -> {
                            done[0] = new Importing(zone, taking, progress);
                            file.read(done[0]);
                            requireSameHouse(file, taking);
                        });
        return done[0].report(file, result);
    }

    private static void requireSameHouse(ExportFile file, Imports.Taking taking)
            throws IOException {
        for (Map.Entry<String, String> e : file.connections().entrySet()) {
            Optional<String> other = taking.isOf(e.getKey(), e.getValue(), file.ofHouse());
            if (other.isPresent()) {
                throw new NotTaken(
                        Why.of(Why.Kind.CONNECTION_CHANGED)
                                .with("own", e.getValue())
                                .with("known", other.get()));
            }
        }
    }

    private ImportReport report(ExportFile file, Imports.Result result) {
        return new ImportReport(
                file.toString(),
                file.origin().name().toLowerCase(Locale.ROOT),
                new ImportedRows(
                        read,
                        fresh,
                        equal,
                        conflicting,
                        replaced,
                        refused,
                        withoutValue,
                        notCounted),
                problems,
                from,
                to,
                result.months(),
                List.of(),
                result.comparisons());
    }

    @Override
    public void row(long line, List<ImportedAmount> amounts) throws IOException {
        Optional<ImportedAmount> impossible =
                amounts.stream().filter(a -> !a.isPossible()).findFirst();
        if (impossible.isPresent()) {
            refused(line, Why.of(Why.Kind.IMPOSSIBLE).with("amount", impossible.get().amount()));
            return;
        }
        if (!amounts.isEmpty() && amounts.stream().noneMatch(ImportedAmount::isCounted)) {
            notCounted(line, Why.of(Why.Kind.MORE_THAN_A_DAY));
            return;
        }
        read++;
        boolean isFresh = false;
        Taken conflict = null;
        for (ImportedAmount amount : amounts) {
            if (!amount.isCounted()) {
                continue;
            }
            Taken taken = taking.take(amount);
            isFresh |= taken.verdict() == Verdict.NEW;
            if (taken.verdict() == Verdict.REPLACED || taken.verdict() == Verdict.KEPT) {
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
            replaced += conflict.verdict() == Verdict.REPLACED ? 1 : 0;
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

    private Why conflict(ImportedAmount amount, Taken taken) {
        ImportedAmount known =
                Objects.requireNonNull(taken.known(), "a conflict is with something");
        Why.Kind kind =
                taken.verdict() == Verdict.REPLACED
                        ? Why.Kind.KNOWN_REPLACED
                        : Why.Kind.KNOWN_STAYS;
        return Why.of(kind)
                .with("what", amount.quantity())
                .with("at", amount.start().atZone(zone).toOffsetDateTime())
                .with("amount", amount.amount())
                .with("quality", amount.quality())
                .with("known_what", known.quantity())
                .with("known", known.amount())
                .with("known_quality", known.quality());
    }

    @Override
    public void refused(long line, Why why) {
        read++;
        refused++;
        problem(line, true, why);
    }

    @Override
    public void notCounted(long line, Why why) {
        read++;
        notCounted.merge(why, 1L, Long::sum);
    }

    private void problem(long line, boolean isRefused, Why why) {
        if (problems.size() < ImportReport.MOST_PROBLEMS) {
            problems.add(new ImportReport.Problem(line, isRefused, why));
        }
    }

    @Override
    public void read(double share) {
        progress.accept(share);
    }
}
