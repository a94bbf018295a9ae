package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.BRUSSELS;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands between the parentheses of whichever register: a line of a telegram that is read
 * ends as a value, among the unknown or among the unreadable lines, and costs no other line.
 */
class NothingVanishesTest {

    private static final String NEIGHBOUR = "1-0:22.7.0(00.777*kW)";
    private static final List<String> UNITS =
            List.of(
                    "", "*kW", "*W", "kW", "*MW", "*mW", "*kWh", "*Wh", "*kvar", "*kVArh", "*V",
                    "*mV", "*A", "*mA", "*m3", "*dm3", "*GJ", "*MJ", "*s", "*Hz", "*kVA", "*odd");
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "x",
                    "ON",
                    "4142",
                    "20202020",
                    "2D2D2D2D",
                    "1-0:1.6.0",
                    "\u00b5",
                    "-",
                    "*kW");

    private final TelegramWriter writer = new TelegramWriter(BRUSSELS);
    private final ReadingDecoder decoder = new ReadingDecoder(BRUSSELS);
    private final List<Reading> heard = new ArrayList<>();
    private final TelegramFramer framer =
            new TelegramFramer(frame -> decoder.decode((Telegram) frame).ifPresent(heard::add));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyLineLeavesATrace(long seed) {
        Values values = new Values(new Random(seed));
        for (Register register : Register.all()) {
            if (register.code().equals("1-0:22.7.0")) {
                continue;
            }
            for (int n = 0; n < 4; n++) {
                assertTraced(register.code() + values.some());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void theSecondOfTwoLinesLeavesATraceToo(long seed) {
        Values values = new Values(new Random(seed));
        for (Register register : Register.all()) {
            String first = register.code() + values.some();
            String second = register.code() + values.some();
            Reading both = read(first, second, NEIGHBOUR);
            Reading one = read(first, NEIGHBOUR);
            Reading other = read(second, NEIGHBOUR);
            assertThat(
                            first.equals(second)
                                    || saysNothing(first)
                                    || saysNothing(second)
                                    || both.unreadable().contains(first)
                                    || both.unreadable().contains(second)
                                    || (!both.equals(one) && !both.equals(other)))
                    .as("%s then %s: %s", first, second, both)
                    .isTrue();
        }
    }

    private Reading read(String... lines) {
        return decode(Telegrams.telegram(lines));
    }

    private Reading decode(byte[] telegram) {
        heard.clear();
        framer.push(telegram, 0, telegram.length, Telegrams.NOW);
        return heard.get(0);
    }

    private void assertTraced(String line) {
        Reading with = read(line, NEIGHBOUR);
        Reading without = read(NEIGHBOUR);
        assertThat(with.phases()).as(line).isNotEmpty();
        boolean listed = with.unknown().contains(line) || with.unreadable().contains(line);
        assertThat(listed || !with.equals(without) || saysNothing(line)).as(line).isTrue();
        assertThat(decode(writer.write(with))).as(line).isEqualTo(with);
    }

    /** Blank, or a placeholder that a specification knows for "none", "off" or "normal". */
    private static boolean saysNothing(String line) {
        String code = line.substring(0, line.indexOf('('));
        String values = line.substring(line.indexOf('('));
        return values.matches("(\\((\\s|20)*\\)\\s*)+")
                || (values.matches("\\((2D)*\\)") && code.matches("0-\\d:96\\.1\\.2"))
                || (values.matches("\\(0+\\)(\\)|\\(.*)?") && code.endsWith(":24.1.0"))
                || values.matches("\\(0+\\)(\\([^)]*:[^)]*\\))+(\\(\\))?")
                || values.matches("\\(0*999(\\.\\d+)?(\\*?k[WV]A?|\\*?A)?\\)")
                || values.matches("\\(0*99\\.999(\\*?kW)?\\)");
    }

    /** What can stand behind a code. */
    private static final class Values {

        private final Random random;

        Values(Random random) {
            this.random = random;
        }

        String some() {
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> value();
                case 3, 4 -> "(" + stamp() + ")" + value();
                case 5 -> value() + "(" + stamp() + ")";
                case 6 -> "(" + one(TEXTS) + ")";
                case 7 -> "(" + one(TEXTS) + ")" + value();
                case 8 -> value() + one(List.of("(", ")", " rest", "(1)", "(", "\u0000"));
                case 9 -> "(" + digits(1 + random.nextInt(40)) + one(UNITS) + ")";
                case 10 -> table("0-0:96.7.19", 1);
                default -> table(one(List.of("1-0:1.6.0", "1-0:2.6.0", "1-0:9.6.0")), 2);
            };
        }

        private String value() {
            String sign = random.nextInt(8) == 0 ? "-" : "";
            String decimals = random.nextBoolean() ? "." + digits(1 + random.nextInt(9)) : "";
            return "(" + sign + digits(1 + random.nextInt(9)) + decimals + one(UNITS) + ")";
        }

        private String table(String column, int columns) {
            int rows = random.nextInt(4);
            StringBuilder s =
                    new StringBuilder("(" + (random.nextInt(6) == 0 ? rows + 1 : rows) + ")");
            s.append(("(" + column + ")").repeat(columns));
            for (int i = 0; i < rows; i++) {
                for (int v = 0; v < columns; v++) {
                    s.append("(").append(stamp()).append(")");
                }
                s.append(random.nextInt(5) == 0 ? "(x)" : value());
            }
            return rows == 0 ? s + "()" : s.toString();
        }

        private String stamp() {
            return switch (random.nextInt(6)) {
                case 0 -> "632525252525W";
                case 1 -> "2613" + digits(8) + "W";
                case 2 -> "rubbish";
                default ->
                        "26"
                                + two(1, 12)
                                + two(1, 28)
                                + two(0, 23)
                                + two(0, 59)
                                + two(0, 59)
                                + one(List.of("S", "W", ""));
            };
        }

        private String two(int from, int to) {
            int number = from + random.nextInt(to - from + 1);
            return (number < 10 ? "0" : "") + number;
        }

        private String digits(int count) {
            StringBuilder s = new StringBuilder();
            for (int i = 0; i < count; i++) {
                s.append((char) ('0' + random.nextInt(10)));
            }
            return s.toString();
        }

        private <T> T one(List<T> of) {
            List<T> some = new ArrayList<>(of);
            return some.get(random.nextInt(some.size()));
        }
    }
}
