package be.bsmr.fleet.sink;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.CommunitySaid;
import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.PeakSaid;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.Share;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into the tables of one transaction. What is written again changes nothing, and
 * what was said earlier does not take the place of what was said later, in whatever order they
 * come: so any stretch of a topic may be read once more. A record without a value deletes what its
 * key has.
 */
final class BatchWriter implements AutoCloseable {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int LONGEST_NAME = 200;

    /** How many columns are the key, where it is more than one. */
    private static final Map<String, Integer> KEYS =
            Map.of(
                    "quarter", 2,
                    "community_quarter", 2,
                    "month_peak", 2,
                    "community_trail", 2,
                    "dead_letter", 3);

    private final Topics topics;
    private final Connection connection;
    private final Months months;
    private final Instant now;
    private final Map<String, Table> tables = new HashMap<>();

    /** Of a community only the newest is kept, and the newest of each step of its quarter. */
    private final Map<String, CommunitySaid.Now> newest = new HashMap<>();

    private final Map<Map.Entry<String, Long>, CommunitySaid.Now> steps = new HashMap<>();

    /**
     * @param now the fleet's clock
     */
    BatchWriter(Topics topics, Connection connection, Months months, Instant now) {
        this.topics = topics;
        this.connection = connection;
        this.months = months;
        this.now = now;
    }

    /** Writes one; one that cannot be read is counted as a dead letter of its key. */
    void take(ConsumerRecord<String, byte[]> letter) throws SQLException {
        String topic = letter.topic();
        try {
            if (topic.equals(topics.deadLetters())) {
                dead(letter, reason(letter));
            } else if (letter.key() == null) {
                dead(letter, topic + ": without a key");
            } else if (letter.value() == null) {
                delete(topic, letter.key());
            } else {
                put(letter);
            }
        } catch (DataFormatException unreadable) {
            dead(letter, topic + ": " + unreadable.getMessage());
        }
    }

    private void put(ConsumerRecord<String, byte[]> letter)
            throws DataFormatException, SQLException {
        String topic = letter.topic();
        if (topic.equals(topics.quarters())) {
            quarter(letter, CountedQuarter.of(letter.value()));
        } else if (topic.equals(topics.communities())) {
            CommunitySaid said = CommunitySaid.of(letter.value());
            if (said instanceof CommunitySaid.Ended ended) {
                ended(letter, ended);
            } else if (said instanceof CommunitySaid.Now running) {
                newest.merge(letter.key(), running, BatchWriter::later);
                steps.merge(Map.entry(letter.key(), step(running)), running, BatchWriter::later);
            }
        } else if (topic.equals(topics.forecasts())) {
            forecast(letter);
        } else if (topic.equals(topics.peaks())) {
            peak(letter, PeakSaid.of(letter.value()));
        } else if (topic.equals(topics.members())) {
            member(letter, Member.of(letter.value()));
        } else if (topic.equals(topics.agreements())) {
            agreement(letter, Agreement.of(letter.value()));
        } else if (topic.equals(topics.shares())) {
            share(letter, Share.of(letter.value()));
        }
    }

    private void quarter(ConsumerRecord<String, byte[]> letter, CountedQuarter counted)
            throws SQLException {
        QuarterDemand demand = counted.demand();
        Instant start = demand.quarter().start();
        if (!Months.keeps(start, now)) {
            dead(letter, letter.topic() + ": a quarter of " + start + " is not kept");
            return;
        }
        months.make(connection, Months.of(start));
        // What is known whole is not undone by a later look that is not.
        table("quarter")
                .put(
                        "INSERT INTO quarter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (meter, start) DO UPDATE SET"
                                + " imported_j = excluded.imported_j, coverage = excluded.coverage,"
                                + " estimator = excluded.estimator, complete = excluded.complete,"
                                + " error_j = excluded.error_j, counted_by = excluded.counted_by,"
                                + " said = excluded.said"
                                + " WHERE (excluded.complete, excluded.said)"
                                + " >= (quarter.complete, quarter.said)",
                        letter.key(),
                        start,
                        demand.imported().joules(),
                        demand.coverage(),
                        demand.estimator().name(),
                        demand.complete(),
                        joules(demand.error()),
                        counted.by().name(),
                        said(letter));
    }

    private void ended(ConsumerRecord<String, byte[]> letter, CommunitySaid.Ended ended)
            throws SQLException {
        Instant start = ended.quarter().start();
        if (!Months.keeps(start, now)) {
            dead(letter, letter.topic() + ": a quarter of " + start + " is not kept");
            return;
        }
        months.make(connection, Months.of(start));
        table("community_quarter")
                .put(
                        "INSERT INTO community_quarter VALUES (?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (community, start) DO UPDATE SET"
                                + " version = excluded.version, imported_j = excluded.imported_j,"
                                + " members = excluded.members, complete = excluded.complete,"
                                + " known = excluded.known"
                                + " WHERE excluded.version > community_quarter.version",
                        letter.key(),
                        start,
                        ended.version(),
                        ended.imported().joules(),
                        ended.members(),
                        ended.complete(),
                        ended.known());
    }

    private static CommunitySaid.Now later(CommunitySaid.Now one, CommunitySaid.Now other) {
        return other.at().isBefore(one.at()) ? one : other;
    }

    private static long step(CommunitySaid.Now said) {
        return Duration.between(said.quarter().start(), said.at()).dividedBy(STEP);
    }

    private void running(String community, CommunitySaid.Now said) throws SQLException {
        DemandDistribution expected = said.expected();
        table("community_now")
                .put(
                        "INSERT INTO community_now VALUES"
                                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (community) DO UPDATE SET"
                                + " start = excluded.start, at = excluded.at,"
                                + " members = excluded.members, heard = excluded.heard,"
                                + " power_w = excluded.power_w, expected_w = excluded.expected_w,"
                                + " low80_w = excluded.low80_w, high80_w = excluded.high80_w,"
                                + " low95_w = excluded.low95_w, high95_w = excluded.high95_w,"
                                + " target_w = excluded.target_w, breaks = excluded.breaks,"
                                + " shared_w = excluded.shared_w"
                                + " WHERE excluded.at >= community_now.at",
                        community,
                        said.quarter().start(),
                        said.at(),
                        said.members(),
                        said.heard(),
                        said.power().watts(),
                        expected == null ? null : expected.expected().watts(),
                        low(expected, 0.8),
                        high(expected, 0.8),
                        low(expected, 0.95),
                        high(expected, 0.95),
                        watts(said.target()),
                        said.breaks(),
                        said.shared().watts());
    }

    private void trail(String community, CommunitySaid.Now said) throws SQLException {
        DemandDistribution expected = said.expected();
        table("community_trail")
                .put(
                        "INSERT INTO community_trail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (community, step) DO UPDATE SET"
                                + " start = excluded.start, at = excluded.at,"
                                + " power_w = excluded.power_w, expected_w = excluded.expected_w,"
                                + " low80_w = excluded.low80_w, high80_w = excluded.high80_w,"
                                + " target_w = excluded.target_w"
                                + " WHERE excluded.at >= community_trail.at",
                        community,
                        step(said),
                        said.quarter().start(),
                        said.at(),
                        said.power().watts(),
                        expected == null ? null : expected.expected().watts(),
                        low(expected, 0.8),
                        high(expected, 0.8),
                        watts(said.target()));
    }

    private void forecast(ConsumerRecord<String, byte[]> letter)
            throws DataFormatException, SQLException {
        if (!(HouseMessage.of(letter.value()) instanceof ForecastSent forecast)) {
            dead(letter, letter.topic() + ": not a forecast");
            return;
        }
        DemandDistribution demand = forecast.demand();
        table("forecast")
                .put(
                        "INSERT INTO forecast VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (meter) DO UPDATE SET"
                                + " start = excluded.start, at = excluded.at,"
                                + " arrived = excluded.arrived, power_w = excluded.power_w,"
                                + " expected_w = excluded.expected_w,"
                                + " low80_w = excluded.low80_w, high80_w = excluded.high80_w,"
                                + " low95_w = excluded.low95_w, high95_w = excluded.high95_w,"
                                + " said = excluded.said"
                                + " WHERE excluded.said > forecast.said"
                                + " OR excluded.said = forecast.said AND excluded.at > forecast.at",
                        letter.key(),
                        forecast.quarter().start(),
                        forecast.at(),
                        now,
                        watts(forecast.power()),
                        demand.expected().watts(),
                        low(demand, 0.8),
                        high(demand, 0.8),
                        low(demand, 0.95),
                        high(demand, 0.95),
                        said(letter));
    }

    private void peak(ConsumerRecord<String, byte[]> letter, PeakSaid said) throws SQLException {
        table("month_peak")
                .put(
                        "INSERT INTO month_peak VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (meter, month) DO UPDATE SET"
                                + " demand_w = excluded.demand_w,"
                                + " quarter_end = excluded.quarter_end,"
                                + " source = excluded.source, said = excluded.said"
                                + " WHERE excluded.said >= month_peak.said",
                        letter.key(),
                        Date.valueOf(said.peak().month().atDay(1)),
                        said.peak().demand().watts(),
                        said.peak().quarterEnd(),
                        said.peak().source().name(),
                        said(letter));
    }

    private void member(ConsumerRecord<String, byte[]> letter, Member member) throws SQLException {
        table("member")
                .put(
                        "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (meter) DO UPDATE SET"
                                + " community = excluded.community, name = excluded.name,"
                                + " floor_w = excluded.floor_w, flexible_w = excluded.flexible_w,"
                                + " said = excluded.said WHERE excluded.said >= member.said",
                        letter.key(),
                        member.community(),
                        text(member.name()),
                        watts(member.floor()),
                        member.flexible().watts(),
                        said(letter));
    }

    private void agreement(ConsumerRecord<String, byte[]> letter, Agreement agreement)
            throws SQLException {
        table("community")
                .put(
                        "INSERT INTO community VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET"
                                + " name = excluded.name, target_w = excluded.target_w,"
                                + " said = excluded.said WHERE excluded.said >= community.said",
                        letter.key(),
                        text(agreement.name()),
                        watts(agreement.target()),
                        said(letter));
    }

    private void share(ConsumerRecord<String, byte[]> letter, Share share) throws SQLException {
        table("share")
                .put(
                        "INSERT INTO share VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (meter) DO UPDATE SET"
                                + " demand_w = excluded.demand_w, at = excluded.at,"
                                + " until = excluded.until, said = excluded.said"
                                + " WHERE excluded.said >= share.said",
                        letter.key(),
                        share.demand().watts(),
                        share.at(),
                        share.until(),
                        said(letter));
    }

    private void delete(String topic, String key) throws SQLException {
        if (topic.equals(topics.quarters())) {
            table("quarter").put("DELETE FROM quarter WHERE meter = ?", key);
        } else if (topic.equals(topics.forecasts())) {
            table("forecast").put("DELETE FROM forecast WHERE meter = ?", key);
        } else if (topic.equals(topics.peaks())) {
            table("month_peak").put("DELETE FROM month_peak WHERE meter = ?", key);
        } else if (topic.equals(topics.members())) {
            table("member").put("DELETE FROM member WHERE meter = ?", key);
        } else if (topic.equals(topics.shares())) {
            table("share").put("DELETE FROM share WHERE meter = ?", key);
        } else if (topic.equals(topics.agreements())) {
            table("community").put("DELETE FROM community WHERE id = ?", key);
        }
    }

    /** Counts what could not be read, by us or by who wrote it there. */
    void dead(ConsumerRecord<String, byte[]> letter, String reason) throws SQLException {
        String example = text(reason);
        boolean ours = !letter.topic().equals(topics.deadLetters());
        table("dead_letter")
                .put(
                        "INSERT INTO dead_letter VALUES (?, ?, ?, 1, ?, ?, ?, ?)"
                                + " ON CONFLICT (sender, reason, place) DO UPDATE SET"
                                + " count = dead_letter.count + 1, example = excluded.example,"
                                + " arrived = excluded.arrived, said = excluded.said,"
                                + " last_offset = excluded.last_offset"
                                + " WHERE excluded.last_offset > dead_letter.last_offset"
                                + " OR excluded.said > dead_letter.said",
                        letter.key() == null ? "" : text(letter.key()),
                        (ours ? "sink " : "") + example.replaceAll("\\d[0-9TZ:.+-]*", "…"),
                        letter.partition(),
                        example,
                        now,
                        said(letter),
                        letter.offset());
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        Header reason = letter.headers().lastHeader("reason");
        return reason == null || reason.value() == null
                ? "without a reason"
                : new String(reason.value(), StandardCharsets.UTF_8);
    }

    private Table table(String name) {
        return tables.computeIfAbsent(name, n -> new Table(connection, KEYS.getOrDefault(n, 1)));
    }

    /** PostgreSQL takes no zero in a text. */
    private static String text(String from) {
        String clean = from.replace('\0', ' ');
        return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME);
    }

    private static Instant said(ConsumerRecord<String, byte[]> letter) {
        return Instant.ofEpochMilli(letter.timestamp());
    }

    private static @Nullable Integer watts(@Nullable Power power) {
        return power == null ? null : power.watts();
    }

    private static @Nullable Long joules(@Nullable Energy energy) {
        return energy == null ? null : energy.joules();
    }

    private static @Nullable Integer low(@Nullable DemandDistribution of, double share) {
        return of == null ? null : of.interval(share).low().watts();
    }

    private static @Nullable Integer high(@Nullable DemandDistribution of, double share) {
        return of == null ? null : of.interval(share).high().watts();
    }

    /** Writes what is left; the transaction is not ended by it. */
    @Override
    public void close() throws SQLException {
        for (Map.Entry<String, CommunitySaid.Now> one : newest.entrySet()) {
            running(one.getKey(), one.getValue());
        }
        for (Map.Entry<Map.Entry<String, Long>, CommunitySaid.Now> one : steps.entrySet()) {
            trail(one.getKey().getKey(), one.getValue());
        }
        newest.clear();
        steps.clear();
        for (Table table : tables.values()) {
            table.close();
        }
        tables.clear();
    }
}
