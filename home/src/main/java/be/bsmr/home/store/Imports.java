package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import be.bsmr.tariff.MonthPeak;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes what exports tell into the database, also while a {@link Store} keeps it: file by file,
 * each of them wholly or not at all.
 */
public final class Imports implements AutoCloseable {

    private final Path file;
    private final Database database;
    private final ZoneId zone;
    private final Commit commit;

    private Imports(Path file, Database database, ZoneId zone) {
        this.file = file;
        this.database = database;
        commit = new Commit(database, zone);
        this.zone = zone;
    }

    /**
     * Opens the file, or makes it.
     *
     * @param zone whose months count
     * @throws IOException when it cannot be used, with what to do about it
     */
    public static Imports open(Path file, ZoneId zone) throws IOException {
        return new Imports(file, Database.open(file), zone);
    }

    /**
     * Opens the file, or makes it, to take the telegrams of a recording. A cut of the power can
     * cost what was taken: take it again.
     *
     * @param zone whose days count
     * @param dry whether to leave the database as it is
     * @param learns whether what the forecast learned is kept, too: not while a program runs, which
     *     keeps what it has learned itself
     * @throws FileRefused when another import, or such a program, is in the way
     * @throws IOException when it cannot be used, with what to do about it
     */
    public static RecordedReadings ofRecording(Path file, ZoneId zone, boolean dry, boolean learns)
            throws IOException {
        DatabaseFiles.makeFolder(file);
        StoreLock lock = dry ? null : learns ? StoreLock.ofAll(file) : StoreLock.ofImport(file);
        try {
            Database database = Database.open(file);
            try {
                database.hurry();
                return new RecordedReadings(file, database, zone, lock);
            } catch (IOException e) {
                database.close();
                throw e;
            } catch (SQLException e) {
                database.close();
                throw new IOException("cannot use " + file + ": " + PlainWords.of(e), e);
            }
        } catch (IOException | RuntimeException e) {
            if (lock != null) {
                lock.close();
            }
            throw e;
        }
    }

    /** What became of an amount or a telegram. */
    public enum Verdict {
        NEW,
        EQUAL,
        /** Another was known, and this one is surer. */
        REPLACED,
        /** Another was known, and stays. */
        KEPT
    }

    /**
     * @param known what was known before; null for {@link Verdict#NEW}
     */
    public record Taken(Verdict verdict, @Nullable ImportedAmount known) {}

    /**
     * What is known of a month, up to now.
     *
     * @param peak null when no quarter-hour of it was told
     * @param quarters quarter-hours whose import was told, or that were counted
     * @param ofMonth quarter-hours that the month has
     */
    public record Month(YearMonth month, @Nullable MonthPeak peak, int quarters, int ofMonth) {}

    /**
     * How what an origin tells stands to what is known otherwise of the same intervals' import.
     *
     * @param with who tells it otherwise; null = we counted it
     * @param compared intervals that both tell
     * @param differing of these, by more than registers that are read late
     * @param told Wh in all of them
     * @param known Wh in all of them, by the other
     */
    public record Comparison(
            @Nullable Origin with, long compared, long differing, long told, long known) {}

    /**
     * A month of which a recording says otherwise than what the meter was heard to say.
     *
     * @param told not taken
     * @param known it stays
     */
    public record Contradicted(MonthPeak told, MonthPeak known) {}

    /** What a file changed, or would. */
    public record Result(List<Month> months, List<Comparison> comparisons) {

        public Result {
            months = List.copyOf(months);
            comparisons = List.copyOf(comparisons);
        }
    }

    /** What goes on while a file is taken in. */
    public interface Work {
        void on(Taking taking) throws IOException;
    }

    /** One file on its way in. */
    public final class Taking {

        private final Origin origin;
        private final PreparedStatement find;
        private final PreparedStatement write;
        private final Connection connection;
        private final SortedSet<YearMonth> months = new TreeSet<>();
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;

        private Taking(
                Origin origin,
                PreparedStatement find,
                PreparedStatement write,
                Connection connection) {
            this.origin = origin;
            this.find = find;
            this.write = write;
            this.connection = connection;
        }

        /**
         * Of which connection what comes is.
         *
         * @param measured what it measures: {@code import}, {@code export}, {@code gas} or {@code
         *     water}
         * @param vouched whether somebody says that it is this house's
         * @return another that what was imported before is of: then it is not taken
         * @throws IOException when the database refuses
         */
        public Optional<String> isOf(String measured, String ean, boolean vouched)
                throws IOException {
            try {
                List<String> known = ImportChecks.connections(measured, origin, connection);
                if (!known.isEmpty() && !known.contains(ean) && !vouched) {
                    return Optional.of(known.get(0));
                }
                ImportChecks.writeConnection(measured, ean, origin, connection);
                return Optional.empty();
            } catch (SQLException e) {
                throw Commit.refused(e);
            }
        }

        /**
         * Takes an amount. Where another is known of the same interval, the surer one stays, and of
         * two that are as sure the one that was there. A register of all tariffs and those of each
         * of them must agree: what contradicts does not change what is known.
         *
         * @throws IOException when the database refuses
         */
        public Taken take(ImportedAmount amount) throws IOException {
            try {
                from = Math.min(from, amount.start().getEpochSecond());
                to = Math.max(to, amount.start().getEpochSecond());
                ImportedAmount known = ImportedTable.find(amount, origin, find);
                boolean same = known != null && known.amount() == amount.amount();
                ImportedAmount other =
                        same ? null : ImportChecks.contradicted(amount, origin, find);
                if (other != null) {
                    return new Taken(Verdict.KEPT, other);
                }
                boolean surer = known == null || amount.quality().compareTo(known.quality()) > 0;
                if (surer) {
                    ImportedTable.write(amount, origin, write);
                    months.add(YearMonth.from(amount.start().atZone(zone)));
                }
                return new Taken(
                        known == null
                                ? Verdict.NEW
                                : same ? Verdict.EQUAL : surer ? Verdict.REPLACED : Verdict.KEPT,
                        known);
            } catch (SQLException e) {
                throw Commit.refused(e);
            }
        }
    }

    /** Ends the work without a trace. */
    static final class Undone extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Takes in what {@code work} gives, and reckons the peaks of the months it touched.
     *
     * @param dry whether to leave everything as it was
     * @return those months, as they are then, and how it stands to what is known otherwise
     * @throws FileRefused when another import is under way
     * @throws IOException of {@code work}, or when the database refuses; nothing is changed then
     */
    public Result take(Origin origin, boolean dry, Work work) throws IOException {
        Result[] result = new Result[1];
        StoreLock lock = dry ? null : StoreLock.ofImport(file);
        try {
            commit.importing(
                    c -> {
                        result[0] = take(origin, work, c);
                        if (dry) {
                            throw new Undone();
                        }
                    });
        } catch (Undone e) {
            return result[0];
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
        return result[0];
    }

    private Result take(Origin origin, Work work, Connection c) throws SQLException, IOException {
        List<Month> touched = new ArrayList<>();
        try (PreparedStatement find = ImportedTable.finding(c);
                PreparedStatement write = ImportedTable.writing(c)) {
            Taking taking = new Taking(origin, find, write, c);
            work.on(taking);
            for (YearMonth month : taking.months) {
                Month now = ImportedPeaks.reckon(month, zone, c);
                if (now.peak() != null) {
                    ImportedPeaks.write(now.peak(), c);
                }
                touched.add(now);
            }
            return new Result(touched, ImportChecks.comparisons(origin, taking.from, taking.to, c));
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
