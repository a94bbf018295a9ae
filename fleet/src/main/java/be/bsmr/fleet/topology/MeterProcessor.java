package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Arrived;
import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.fleet.topics.Member;
import be.bsmr.fleet.topics.PeakSaid;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.fleet.topology.MeterStep.QuarterNews;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.site.MeteringStep;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The part of the topology that is about one meter each: counts it, and foresees it if need be. */
final class MeterProcessor implements Processor<String, byte[], String, byte[]> {

    /** {@link MeterState} by meter. */
    static final String METERS = "meters";

    /** {@link Member} by meter. */
    static final String HOUSES = "houses";

    /** {@link Forecaster#whole} by meter, of those that the fleet foresees. */
    static final String FORESIGHT = "foresight";

    /** What goes to the communities, by community. */
    static final String TO_COMMUNITIES = "to-communities";

    /** A house that has not foreseen for so long is foreseen by the fleet. */
    private static final Duration FORESEES = Duration.ofMinutes(5);

    private static final int LONGEST_ID = 100;

    private final Topics topics;

    /** What is foreseen now; the store has it as it was at the last quarter's end. */
    private final Map<String, Forecaster> foresight = new HashMap<>();

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> meters;
    private KeyValueStore<String, byte[]> houses;
    private KeyValueStore<String, byte[]> remembered;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    MeterProcessor(Topics topics) {
        this.topics = topics;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> newContext) {
        context = newContext;
        meters = context.getStateStore(METERS);
        houses = context.getStateStore(HOUSES);
        remembered = context.getStateStore(FORESIGHT);
        // After a transaction that failed the stores are as they were before it.
        foresight.clear();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        boolean ofMember =
                context.recordMetadata().map(m -> m.topic().equals(topics.members())).orElse(false);
        @Nullable String meter = record.key();
        if (meter == null || meter.isBlank()) {
            refuse(record, "no-key: nobody said it");
        } else if (ofMember) {
            member(record, meter);
        } else {
            said(record, meter);
        }
    }

    private void said(Record<String, byte[]> record, String meter) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            refuse(record, "damaged: empty");
            return;
        }
        Arrived arrived;
        try {
            arrived = Arrived.of(value);
        } catch (DataFormatException e) {
            refuse(record, "damaged: " + e.getMessage());
            return;
        }
        MeterState before =
                Optional.ofNullable(meters.get(meter))
                        .flatMap(MeterState::of)
                        .orElse(MeterState.NEW);
        Optional<Member> member = Optional.ofNullable(houses.get(meter)).flatMap(Stored::member);
        MeterStep step = MeterStep.of(meter, before, arrived, member.isPresent());
        if (step.refused() != null) {
            refuse(record, step.refused());
        }
        if (!step.next().equals(before)) {
            meters.put(meter, step.next().bytes());
        }
        for (QuarterNews news : step.quarters()) {
            tell(topics.quarters(), record, news.quarter().bytes());
            member.ifPresent(m -> toCommunity(record, m, ended(meter, news)));
        }
        for (MonthPeak peak : step.peaks()) {
            tell(topics.peaks(), record, new PeakSaid(peak).bytes());
        }
        Optional<ForecastSent> foreseen = forecast(meter, step, arrived);
        foreseen.ifPresent(forecast -> tell(topics.forecasts(), record, forecast.bytes()));
        if (member.isPresent() && foreseen.isPresent()) {
            Power soFar = soFar(step.next(), foreseen.get());
            toCommunity(
                    record,
                    member.get(),
                    new HouseSays.Foresees(meter, arrived.at(), foreseen.get(), soFar));
        }
    }

    private static HouseSays ended(String meter, QuarterNews news) {
        CountedQuarter before = news.before();
        return new HouseSays.Ended(
                meter, news.quarter().demand(), before == null ? null : before.demand());
    }

    /** The house's own forecast, or the fleet's of a house that does not foresee. */
    private Optional<ForecastSent> forecast(String meter, MeterStep step, Arrived arrived) {
        if (step.forecast() != null) {
            foresight.remove(meter);
            return Optional.of(step.forecast());
        }
        if (step.counted().isEmpty() || step.next().foresees(arrived.at(), FORESEES)) {
            return Optional.empty();
        }
        Forecaster forecaster = foresight.get(meter);
        if (forecaster == null) {
            forecaster =
                    Optional.ofNullable(remembered.get(meter))
                            .flatMap(Forecaster::resuming)
                            .orElse(Forecaster.SMALL);
        }
        boolean ended = false;
        for (MeteringStep counted : step.counted()) {
            forecaster = observed(forecaster, counted);
            ended |= counted.finished().isPresent();
        }
        foresight.put(meter, forecaster);
        if (ended) {
            remembered.put(meter, forecaster.whole());
        }
        MeteringStep last = step.counted().get(step.counted().size() - 1);
        RunningQuarter quarter = last.metering().quarter();
        return quarter == null
                ? Optional.empty()
                : Optional.of(
                        new ForecastSent(
                                quarter.quarter(),
                                quarter.at(),
                                power(last).orElse(null),
                                forecaster.forecast(quarter).likely()));
    }

    private static Forecaster observed(Forecaster before, MeteringStep counted) {
        Forecaster known = counted.anew() ? before.interrupted() : before;
        RunningQuarter quarter = counted.metering().quarter();
        Optional<Power> net = power(counted);
        return quarter == null || net.isEmpty()
                ? known
                : known.observe(quarter.at(), net.get(), net.get());
    }

    private static Optional<Power> power(MeteringStep counted) {
        return counted.metering().last() == null
                ? Optional.empty()
                : counted.metering().last().reading().netPower();
    }

    /** Where the fleet has not counted as far: what is foreseen at least. */
    private static Power soFar(MeterState state, ForecastSent forecast) {
        RunningQuarter running = state.metering().quarter();
        return running != null && running.quarter().equals(forecast.quarter())
                ? running.soFar().demand()
                : Power.ofWatts(Math.max(0, Math.round(forecast.demand().quantiles()[0])));
    }

    private void member(Record<String, byte[]> record, String meter) {
        byte @Nullable [] value = record.value();
        Optional<Member> next = value == null ? Optional.empty() : Stored.member(value);
        if (value != null && next.filter(MeterProcessor::isFine).isEmpty()) {
            refuse(record, "no-member: no community could have it");
            return;
        }
        Optional<Member> before = Optional.ofNullable(houses.get(meter)).flatMap(Stored::member);
        boolean moved = !next.map(Member::community).equals(before.map(Member::community));
        if (moved) {
            before.ifPresent(m -> toCommunity(record, m, new HouseSays.Left(meter)));
            Optional.ofNullable(meters.get(meter))
                    .flatMap(MeterState::of)
                    .ifPresent(state -> meters.put(meter, state.elsewhere().bytes()));
        }
        houses.put(meter, value);
        next.ifPresent(m -> toCommunity(record, m, new HouseSays.Joined(meter, m)));
    }

    private static boolean isFine(Member member) {
        return Stored.isId(member.community())
                && member.community().length() <= LONGEST_ID
                && !Power.ZERO.isAbove(member.flexible());
    }

    private void toCommunity(Record<String, byte[]> because, Member member, HouseSays says) {
        context.forward(
                new Record<>(member.community(), says.bytes(), because.timestamp()),
                TO_COMMUNITIES);
    }

    private void tell(String topic, Record<String, byte[]> because, byte[] value) {
        context.forward(new Record<>(because.key(), value, because.timestamp()), topic);
    }

    private void refuse(Record<String, byte[]> record, String why) {
        context.forward(Stored.refused(record, why), topics.deadLetters());
    }

    @Override
    public void close() {
        foresight.clear();
    }
}
