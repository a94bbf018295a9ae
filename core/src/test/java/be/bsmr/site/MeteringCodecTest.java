package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.Contradiction;
import be.bsmr.quarter.Estimator;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeteringCodecTest {

    /** The last day of a month, so that one ends on the way. */
    private static final Instant START = Instant.parse("2026-01-31T11:00:00Z");

    private static final int DAY = 24 * 3600;
    private static final SiteSettings SETTINGS = SiteSettings.DEFAULT;

    /** Two that hear the same: one is packed and unpacked now and then, the other never. */
    private Metering whole = Metering.initial(PeakHistory.EMPTY);

    private Metering packed = whole;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void whatIsUnpackedGoesOnAsIfNothingHadBeen(long seed) {
        Random random = new Random(seed);
        int cadence = seed % 2 == 0 ? 10 : 1;
        Household house = new Household(seed, START, SETTINGS.zone(), Grid.STAR_400);
        Reading before = house.next();
        int quietUntil = 0;
        int stuckUntil = 0;
        int ahead = 0;
        boolean swapped = false;
        for (int s = 1; s < DAY; s++) {
            Reading now = house.next();
            Instant host = START.plusSeconds(s).plusMillis(random.nextInt(400));
            quietUntil = random.nextInt(9000) == 0 ? s + random.nextInt(300) : quietUntil;
            stuckUntil = random.nextInt(20_000) == 0 ? s + random.nextInt(90) : stuckUntil;
            ahead += random.nextInt(30_000) == 0 ? random.nextInt(80) - 40 : 0;
            swapped |= random.nextInt(DAY) == 0;
            Reading shown =
                    s < stuckUntil && before.measuredAt() != null
                            ? of(now, before.measuredAt(), swapped)
                            : of(now, START.plusSeconds(s + ahead), swapped);
            if (s % cadence == 0 && s > quietUntil) {
                both(read(shown, host));
                before = shown;
            }
            switch (random.nextInt(400)) {
                case 0 -> both(read(before, host));
                case 1 -> both(read(of(now, START.plusSeconds(s - 20), swapped), host));
                case 2 -> both(read(of(now, START.plusSeconds(s), !swapped), host));
                case 3 -> both(new SiteInput.LinkReport(host, LinkHealth.INITIAL.broken("cut")));
                case 4 -> both(new SiteInput.PeaksImported(host, List.of(imported(random))));
                default -> both(new SiteInput.Tick(host));
            }
            if (random.nextInt(600) == 0) {
                byte[] bytes = MeteringCodec.encode(packed);
                assertThat(bytes.length).isLessThan(700);
                packed = MeteringCodec.decode(bytes).orElseThrow();
                assertThat(MeteringCodec.encode(packed)).isEqualTo(bytes);
                both(read(random.nextBoolean() ? before : shown, host));
            }
        }
        assertThat(whole.peaks().months()).hasSizeGreaterThan(12);
        assertThat(MeteringCodec.encode(packed)).isEqualTo(MeteringCodec.encode(whole));
    }

    @Test
    void aTelegramOfBeforeIsKnownAgainAfterwards() {
        Household house = new Household(5, START, SETTINGS.zone(), Grid.STAR_400);
        Reading first = house.next();
        both(read(first, START));
        packed = MeteringCodec.decode(MeteringCodec.encode(packed)).orElseThrow();
        for (int i = 1; i < 100; i++) {
            MeteringStep step = packed.step(read(first, START.plusSeconds(i)), SETTINGS);
            packed = step.metering();
            assertThat(step.newReading()).isFalse();
            assertThat(step.decisions()).as("its clock does not stand still").isEmpty();
        }
    }

    @Test
    void takesLittleEvenWhenEverySourceSpeaksOfThirteenMonthsAndManyMetersShareALine() {
        Instant at = START;
        Household house = new Household(5, at, SETTINGS.zone(), Grid.STAR_400);
        for (int months = 0; months < 13; months++) {
            for (MonthPeak.Source source : MonthPeak.Source.values()) {
                YearMonth month = YearMonth.of(2026, 1).minusMonths(months);
                MonthPeak peak = new MonthPeak(month, Power.MOST_SHOWN, at, source);
                both(new SiteInput.PeaksImported(at, List.of(peak)));
            }
        }
        for (int i = 0; i < 40; i++) {
            both(read(of(house.next(), at.plusSeconds(i), false), at.plusSeconds(i)));
            both(
                    read(
                            of(house.next(), at.plusSeconds(i), "1SIM220000%04d".formatted(i)),
                            at.plusSeconds(i)));
        }
        assertThat(whole.peaks().sides().values())
                .hasSizeGreaterThanOrEqualTo(13)
                .allMatch(m -> m.size() == 5);
        assertThat(whole.watch().speakers().others()).hasSize(8);
        assertThat(MeteringCodec.encode(whole).length).isBetween(500, 1024);
    }

    /** The meter's own peaks, and those that were counted beside it, of as long as any are kept. */
    @Test
    void takesHalfAKilobyteAfterYears() {
        YearMonth month = YearMonth.of(2026, 1);
        Household house = new Household(5, START, SETTINGS.zone(), Grid.STAR_400);
        for (int s = 0; s < 1000; s++) {
            both(read(house.next(), START.plusSeconds(s)));
        }
        assertThat(whole.peaks().months()).hasSize(13);
        assertThat(MeteringCodec.encode(whole).length).as("13 months").isLessThan(400);
        List<MonthPeak> more = new ArrayList<>();
        for (int months = 0; months < 25; months++) {
            Instant end = START.minus(Duration.ofDays(30L * months + 7));
            Power meters = new Power(4000 + 71 * months);
            Power counted = meters.minus(new Power(3));
            YearMonth of = month.minusMonths(months);
            more.add(new MonthPeak(of, meters, end, MonthPeak.Source.METER));
            more.add(new MonthPeak(of, counted, end, MonthPeak.Source.COUNTED));
        }
        both(new SiteInput.PeaksImported(START.plusSeconds(1000), more));
        assertThat(MeteringCodec.encode(whole).length).as("25 months, twice").isLessThan(513);
    }

    /** Whoever is kept by its place must keep it: a new one comes last. */
    @Test
    void everyOneOfAFewKeepsItsPlace() {
        assertThat(Grid.values()).startsWith(Grid.SINGLE_PHASE, Grid.DELTA_230, Grid.STAR_400);
        assertThat(Estimator.values())
                .startsWith(Estimator.DEMAND_REGISTER, Estimator.REGISTERS, Estimator.POWER);
        assertThat(Contradiction.values())
                .startsWith(Contradiction.NONE, Contradiction.BEFORE, Contradiction.NOW);
    }

    /**
     * A file of each version: the state of some meters as bytes and as text. One that was released
     * is never written again; of the newest {@code -Dbsmr.golden=write} makes a new one.
     */
    @ParameterizedTest
    @ValueSource(ints = 2)
    void readsWhatEachVersionWrote(int version) throws IOException {
        Path file = Path.of("src/test/resources/be/bsmr/site/metering-" + version + ".txt");
        if ("write".equals(System.getProperty("bsmr.golden"))) {
            Files.createDirectories(file.getParent());
            Files.write(file, golden());
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(8);
        for (int i = 0; i < lines.size(); i += 2) {
            byte[] bytes = HexFormat.of().parseHex(lines.get(i));
            assertThat(bytes[0]).isEqualTo((byte) version);
            Metering read = MeteringCodec.decode(bytes).orElseThrow();
            assertThat(shown(read)).asString().isEqualTo(lines.get(i + 1));
            assertThat(MeteringCodec.encode(read))
                    .as("a change of the layout is another version")
                    .isEqualTo(bytes);
        }
    }

    /** One that has heard nothing, one that has just begun, one of years, one of a crowded line. */
    private List<String> golden() {
        List<Metering> all = new ArrayList<>();
        all.add(whole);
        both(read(new Household(9, START, SETTINGS.zone(), Grid.DELTA_230).next(), START));
        all.add(whole);
        whole = Metering.initial(PeakHistory.EMPTY);
        packed = whole;
        takesHalfAKilobyteAfterYears();
        all.add(whole);
        whole = Metering.initial(PeakHistory.EMPTY);
        packed = whole;
        takesLittleEvenWhenEverySourceSpeaksOfThirteenMonthsAndManyMetersShareALine();
        all.add(whole);
        List<String> lines = new ArrayList<>();
        for (Metering metering : all) {
            byte[] bytes = MeteringCodec.encode(metering);
            lines.add(HexFormat.of().formatHex(bytes));
            lines.add(shown(MeteringCodec.decode(bytes).orElseThrow()).toString());
        }
        return lines;
    }

    @Test
    void packsWhatHasHeardNothingYet() {
        assertThat(MeteringCodec.decode(MeteringCodec.encode(whole))).contains(whole);
    }

    @Test
    void refusesWhatIsDamagedCutOrOfAnotherVersion() {
        byte[] bytes = some();
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x11;
            assertThat(MeteringCodec.decode(damaged)).as("byte %d", i).isEmpty();
            assertThat(MeteringCodec.decode(Arrays.copyOf(bytes, i)))
                    .as("the first %d bytes", i)
                    .isEmpty();
        }
        byte[] later = bytes.clone();
        later[0]++;
        assertThat(MeteringCodec.decode(checked(later))).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void neverThrowsWhateverStandsBehindAValidCheck(long seed) {
        Random random = new Random(seed);
        byte[] bytes = some();
        for (int i = 0; i < 5000; i++) {
            byte[] made = bytes.clone();
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                made[1 + random.nextInt(made.length - 5)] = (byte) random.nextInt();
            }
            assertThat(MeteringCodec.decode(checked(made))).isNotNull();
        }
    }

    private byte[] some() {
        Household house = new Household(5, START, SETTINGS.zone(), Grid.STAR_400);
        for (int s = 0; s < 100; s++) {
            both(read(house.next(), START.plusSeconds(s)));
        }
        return MeteringCodec.encode(packed);
    }

    /** With a check that is right for what stands before it. */
    private static byte[] checked(byte[] bytes) {
        int end = bytes.length - Integer.BYTES;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end);
        return ByteBuffer.wrap(bytes.clone()).putInt(end, (int) crc.getValue()).array();
    }

    private void both(SiteInput input) {
        MeteringStep one = whole.step(input, SETTINGS);
        MeteringStep other = packed.step(input, SETTINGS);
        boolean same =
                one.input().equals(other.input())
                        && one.decisions().equals(other.decisions())
                        && one.finished().equals(other.finished())
                        && one.newReading() == other.newReading()
                        && one.anew() == other.anew()
                        && shown(one.metering()).equals(shown(other.metering()));
        assertThat(same).as("both go the same way at %s", input.at()).isTrue();
        whole = one.metering();
        packed = other.metering();
    }

    /** All but the parts of a telegram, and the cable's, that come anew with the next. */
    private static List<Object> shown(Metering metering) {
        List<Object> all = new ArrayList<>();
        all.add(String.valueOf(metering.grid()));
        all.add(Optional.ofNullable(metering.quarter()));
        all.add(metering.peaks());
        all.add(metering.watch().speakers());
        all.add(metering.watch().pauses());
        all.add(metering.silent());
        all.add(metering.watch().clock().believed());
        all.add(metering.watch().clock().stills());
        all.add(metering.time(START));
        return all;
    }

    private static MeterRead read(Reading reading, Instant at) {
        return new MeterRead(reading, at, LinkHealth.INITIAL.accepted(at, reading.measuredAt()));
    }

    private static MonthPeak imported(Random random) {
        return new MonthPeak(
                YearMonth.of(2025, 1 + random.nextInt(12)),
                new Power(2000 + random.nextInt(3000)),
                START.minus(Duration.ofDays(40)),
                MonthPeak.Source.IMPORTED);
    }

    private static Reading of(Reading r, Instant stamp, boolean other) {
        return of(r, stamp, other ? "1SIM2200000002" : Household.METER.value());
    }

    private static Reading of(Reading r, Instant stamp, String meter) {
        return new Reading(
                new Identity("test", "50217", new MeterId(meter), null),
                stamp,
                r.activeTariff(),
                r.fromGrid(),
                r.toGrid(),
                r.phases(),
                r.mbus(),
                r.supply(),
                r.further(),
                r.unread());
    }
}
