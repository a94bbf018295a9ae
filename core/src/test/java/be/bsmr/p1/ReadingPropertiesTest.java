package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.BRUSSELS;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing is the reverse of reading. */
class ReadingPropertiesTest {

    private final TelegramWriter writer = new TelegramWriter(BRUSSELS);

    @ParameterizedTest(name = "start {0}")
    @ValueSource(
            strings = {
                "2026-01-13T17:44:50Z",
                "2026-01-31T22:59:30Z",
                "2026-03-29T00:59:30Z",
                "2026-10-25T00:59:30Z",
                "2026-10-25T00:29:30Z",
                "2028-02-29T22:59:30Z",
                "2026-12-31T22:59:30Z"
            })
    void readsWhatItWroteOfAHousehold(String start) {
        for (Grid grid : Grid.values()) {
            Household house = new Household(start.hashCode(), Instant.parse(start), BRUSSELS, grid);
            for (int second = 0; second < 20; second++) {
                Reading reading = house.next();
                assertThat(read(writer.write(reading))).isEqualTo(reading);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void readsWhatItWroteWhateverIsAbsent(long seed) {
        Lines lines = new Lines(new Random(seed), false);
        for (int n = 0; n < 100; n++) {
            assertWritesWhatItReads(lines.some());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44})
    void readsWhatItWroteOfEveryOddLine(long seed) {
        Lines lines = new Lines(new Random(seed), true);
        for (int n = 0; n < 10; n++) {
            for (String line : lines.all()) {
                assertWritesWhatItReads(List.of(line, "1-0:2.7.0(00.000*kW)"));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void readsWhatItWroteHoweverOddlyItWasSent(long seed) {
        Lines lines = new Lines(new Random(seed), true);
        for (int n = 0; n < 100; n++) {
            assertWritesWhatItReads(lines.some());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void readsTheSameInWhateverOrderTheLinesCome(long seed) {
        Random random = new Random(seed);
        Lines lines = new Lines(random, false);
        for (int n = 0; n < 100; n++) {
            List<String> sent = lines.some();
            Reading reading = read(Telegrams.telegram(sent.toArray(String[]::new)));
            Collections.shuffle(sent, random);
            Reading shuffled = read(Telegrams.telegram(sent.toArray(String[]::new)));
            assertThat(linesOf(shuffled)).isEqualTo(linesOf(reading));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void givesTheSameReadingFromADecoderThatHasReadOthersBefore(long seed) {
        Lines lines = new Lines(new Random(seed), true);
        ReadingDecoder experienced = new ReadingDecoder(BRUSSELS);
        for (int n = 0; n < 200; n++) {
            byte[] telegram = Telegrams.telegram(lines.some().toArray(String[]::new));
            List<Reading> readings = new ArrayList<>();
            TelegramFramer framer =
                    new TelegramFramer(
                            f -> {
                                if (f instanceof Telegram t) {
                                    experienced.decode(t).ifPresent(readings::add);
                                }
                            });
            framer.push(telegram, 0, telegram.length, Telegrams.NOW);
            assertThat(readings).containsExactly(read(telegram));
        }
    }

    private void assertWritesWhatItReads(List<String> lines) {
        Reading reading = read(Telegrams.telegram(lines.toArray(String[]::new)));
        byte[] written = writer.write(reading);
        assertThat(read(written)).as("%s", lines).isEqualTo(reading);
        assertThat(writer.write(read(written))).as("%s", lines).isEqualTo(written);
    }

    /** Sorted: lines without a name are kept in the order in which they came. */
    private List<String> linesOf(Reading reading) {
        String text = new String(writer.write(reading), StandardCharsets.ISO_8859_1);
        return text.substring(0, text.lastIndexOf('!')).lines().sorted().toList();
    }

    private static Reading read(byte[] telegram) {
        return Heard.strict(telegram).readings().get(0);
    }

    /** Makes the lines of a telegram: each register there or not, each value by lot. */
    private static final class Lines {

        private final Random random;
        private final boolean odd;

        /**
         * @param odd also other units, resolutions, placeholders, nonsense and repeated lines
         */
        Lines(Random random, boolean odd) {
            this.random = random;
            this.odd = odd;
        }

        List<String> some() {
            int share = random.nextInt(101);
            List<String> lines = new ArrayList<>();
            for (int n = 0; n < (odd && chance(10) ? 2 : 1); n++) {
                for (String line : all()) {
                    if (chance(share)) {
                        lines.add(line);
                    }
                }
            }
            lines.add("1-0:1.7.0" + kilowatts());
            return lines;
        }

        private List<String> all() {
            List<String> l = new ArrayList<>();
            l.add("0-0:96.1.4(502" + number(10, 99) + ")");
            if (chance(50)) {
                l.add("1-0:94.32.1(" + (chance(50) ? "230" : "400") + ")");
            }
            l.add("0-0:96.1.1(" + hex("1SIM" + number(1_000_000, 9_999_999)) + ")");
            l.add("0-0:96.1.2(" + hex("54144000000" + number(1_000_000, 9_999_999)) + ")");
            l.add("0-0:1.0.0(" + stamp() + ")");
            for (int d = 1; d <= 2; d++) {
                for (int t = 0; t <= 5; t++) {
                    l.add("1-0:" + d + ".8." + t + energy());
                }
            }
            l.add("0-0:96.14.0(000" + number(1, 4) + ")");
            l.add("1-0:1.4.0" + kilowatts());
            l.add("1-0:1.6.0" + peak());
            l.add("0-0:98.1.0" + history());
            l.add("1-0:2.7.0" + kilowatts());
            for (int p = 2; p <= 6; p += 2) {
                l.add("1-0:" + p + "1.7.0" + kilowatts());
                l.add("1-0:" + p + "2.7.0" + kilowatts());
                l.add("1-0:" + (p + 1) + "2.7.0" + volts());
                l.add("1-0:" + (p + 1) + "1.7.0" + amperes());
                l.add("1-0:" + (p + 1) + "2.32.0(" + digits(5) + ")");
                l.add("1-0:" + (p + 1) + "2.36.0(" + digits(5) + ")");
            }
            l.add("0-0:96.7.21(" + digits(5) + ")");
            l.add("0-0:96.7.9(" + digits(5) + ")");
            l.add("1-0:99.97.0" + failures());
            l.add("0-0:96.3.10(" + number(0, 2) + ")");
            l.add("0-0:17.0.0(" + (chance(50) ? "999.9" : digits(2) + ".000") + "*kW)");
            l.add("1-0:31.4.0(" + (chance(50) ? "999" : "0" + digits(2)) + "*A)");
            for (int n = 1; n <= 4; n++) {
                l.add("0-" + n + ":96.3.10(" + number(0, 2) + ")");
            }
            l.add("0-0:96.13.1(" + (chance(50) ? "" : hex("12")) + ")");
            l.add("0-0:96.13.0(" + (chance(50) ? "" : hex("works (n) on / 12 May!")) + ")");
            for (int n = 1; n <= 4; n++) {
                addMBus(l, n);
            }
            l.add("1-0:3.7.0(" + digits(2) + "." + digits(3) + "*kvar)");
            l.add("9-9:99.99.99(whatever/that!is)");
            if (odd) {
                l.add("no register at all");
                l.add("1-0:1.8.1(");
                l.add("1-0:2.8.2()");
                l.add("0-0:1.0.0(250000000000W)");
                l.add("1-0:32.7.0(high)");
                l.add("0-0:96.14.0()");
                l.add("0-1:24.2.3()");
                l.add("0-0:17.0.0(016*A)");
            }
            return l;
        }

        private void addMBus(List<String> l, int n) {
            String[] types = {"003", "007", "004", "002", "000"};
            String prefix = "0-" + n + ":";
            l.add(prefix + "24.1.0(" + types[random.nextInt(types.length)] + ")");
            l.add(prefix + "96.1.1(" + (chance(20) ? "" : hex("7SIM" + digits(6))) + ")");
            l.add(prefix + "96.1.2(" + hex("54144000000" + digits(7)) + ")");
            l.add(prefix + "24.4.0(" + number(0, 1) + ")");
            String register = chance(50) ? "24.2.1(" : "24.2.3(";
            String unit = odd && chance(20) ? "" : chance(80) ? "*m3" : "*GJ";
            l.add(
                    prefix
                            + register
                            + stampOrNone()
                            + ")("
                            + digits(5)
                            + "."
                            + digits(3)
                            + unit
                            + ")");
        }

        private String kilowatts() {
            if (odd && chance(20)) {
                return oneOf(
                        "(" + digits(2) + "." + digits(3) + "kW)",
                        "(" + digits(2) + "." + digits(3) + ")",
                        "(" + digits(4) + "." + digits(2) + "*kW)",
                        "(" + digits(9) + "*W)",
                        "(" + digits(1) + "." + digits(4) + "*kW)");
            }
            return "(" + digits(2) + "." + digits(3) + "*kW)";
        }

        private String energy() {
            if (odd && chance(20)) {
                return oneOf(
                        "(" + digits(8) + "." + digits(3) + "kWh)",
                        "(" + digits(9) + "*Wh)",
                        "(" + digits(8) + "." + digits(3) + "*Wh)",
                        "(" + digits(7) + "." + digits(2) + "*kWh)");
            }
            return "(" + digits(6) + "." + digits(3) + "*kWh)";
        }

        private String volts() {
            if (odd && chance(20)) {
                return oneOf(
                        "(" + digits(3) + "." + digits(2) + "*V)",
                        "(0" + digits(3) + "." + digits(1) + "V)",
                        "(0000." + digits(3) + "*kV)");
            }
            return "(2" + digits(2) + "." + digits(1) + "*V)";
        }

        private String amperes() {
            if (odd && chance(20)) {
                return oneOf(
                        "(" + digits(3) + "A)",
                        "(" + digits(2) + "." + digits(3) + "*A)",
                        "(0000." + digits(3) + "*kA)");
            }
            return chance(50)
                    ? "(" + digits(3) + "*A)"
                    : "(0" + digits(2) + "." + digits(2) + "*A)";
        }

        private String peak() {
            String time = "(" + stampOrNone() + ")";
            return odd && chance(20) ? kilowatts() + time : time + kilowatts();
        }

        private String history() {
            int months = random.nextInt(14);
            StringBuilder s = new StringBuilder("(" + months + ")(1-0:1.6.0)(1-0:1.6.0)");
            for (int m = 0; m < months; m++) {
                String capture =
                        String.format(
                                Locale.ROOT,
                                "(%02d%02d01000000%s)",
                                24 + m / 12,
                                m % 12 + 1,
                                m % 12 >= 3 && m % 12 <= 9 ? "S" : "W");
                s.append(capture).append(peak());
            }
            return months == 0 ? s + "()" : s.toString();
        }

        private String failures() {
            int many = random.nextInt(11);
            if (many == 0) {
                return odd ? "()" : "(0)(0-0:96.7.19)";
            }
            StringBuilder s = new StringBuilder("(" + many + ")(0-0:96.7.19)");
            for (int n = 0; n < many; n++) {
                String unit = odd && chance(20) ? "" : "*s";
                s.append("(" + stamp() + ")(" + digits(10).replace('9', '1') + unit + ")");
            }
            return s.toString();
        }

        /** Any moment, the repeated hour of autumn included. */
        private String stamp() {
            if (chance(10)) {
                return "2610250" + number(2, 2) + digits60() + digits60() + oneOf("S", "W");
            }
            return new MeterClock(BRUSSELS)
                    .write(Instant.ofEpochSecond(1_500_000_000L + random.nextInt(400_000_000)));
        }

        private String stampOrNone() {
            return chance(15) ? oneOf("632525252525W", "35255255255255255S") : stamp();
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        private int number(int from, int to) {
            return from + random.nextInt(to - from + 1);
        }

        private String digits60() {
            return String.format(Locale.ROOT, "%02d", random.nextInt(60));
        }

        private String digits(int count) {
            StringBuilder s = new StringBuilder();
            for (int i = 0; i < count; i++) {
                s.append((char) ('0' + random.nextInt(10)));
            }
            return s.toString();
        }

        private String oneOf(String... some) {
            return some[random.nextInt(some.length)];
        }

        private static String hex(String text) {
            return HexText.encode(text);
        }
    }
}
