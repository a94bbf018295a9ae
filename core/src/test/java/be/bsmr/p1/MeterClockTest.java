package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.BRUSSELS;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stamps of telegrams in the nights in which the clock changes. */
class MeterClockTest {

    private static final Instant LONG_AGO = Instant.EPOCH;
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyMMddHHmmss");

    /** 02:00 summer time, 02:00 and 03:00 winter time. */
    private static final Instant FIRST = Instant.parse("2025-10-26T00:00:00Z");

    private static final Instant SECOND = Instant.parse("2025-10-26T01:00:00Z");
    private static final Instant SPRING = Instant.parse("2026-03-29T01:00:00Z");

    private final ReadingDecoder decoder = new ReadingDecoder(BRUSSELS);

    @ParameterizedTest(name = "a telegram every {0} s, flag {1}")
    @CsvSource({"1,''", "10,''", "60,''", "60,S", "60,W", "300,''"})
    void goesThroughTheRepeatedHourWithoutATrueFlag(int interval, String flag) {
        // A flag that is wrong all night was wrong before.
        read(Instant.parse("2025-08-01T00:00:00Z"), flag);
        read(Instant.parse("2025-10-02T00:00:00Z"), flag);
        for (int s = -3600; s <= 3 * 3600; s += interval) {
            Instant now = FIRST.plusSeconds(s);
            assertThat(read(now, flag)).isEqualTo(now);
        }
    }

    @ParameterizedTest(name = "{0} minutes late")
    @ValueSource(ints = {-40, 0, 10, 40, 59, 61, 90, 180})
    void followsAMeterThatChangesLateInAutumn(int minutes) {
        Instant change = SECOND.plus(Duration.ofMinutes(minutes));
        for (int s = -2 * 3600; s <= 4 * 3600; s += 10) {
            Instant now = SECOND.plusSeconds(s);
            boolean summer = now.isBefore(change);
            assertThat(read(now, summer ? 2 : 1, summer ? "S" : "W", LONG_AGO)).isEqualTo(now);
        }
    }

    @ParameterizedTest(name = "{0} minutes late")
    @ValueSource(ints = {0, 10, 40, 59, 61, 90, 180})
    void followsAMeterThatChangesLateInSpring(int minutes) {
        Instant change = SPRING.plus(Duration.ofMinutes(minutes));
        for (int s = -2 * 3600; s <= 4 * 3600; s += 10) {
            Instant now = SPRING.plusSeconds(s);
            boolean summer = !now.isBefore(change);
            assertThat(read(now, summer ? 2 : 1, summer ? "S" : "W", LONG_AGO)).isEqualTo(now);
        }
    }

    @ParameterizedTest(name = "{0} minutes late")
    @ValueSource(ints = {0, 40, 90})
    void followsAMeterWithoutFlagsThatChangesLate(int minutes) {
        for (Instant night : List.of(SECOND, SPRING)) {
            Instant change = night.plus(Duration.ofMinutes(minutes));
            for (int s = -2 * 3600; s <= 4 * 3600; s += 10) {
                Instant now = night.plusSeconds(s);
                boolean summer = night.equals(SPRING) != now.isBefore(change);
                assertThat(read(now, summer ? 2 : 1, "", LONG_AGO)).isEqualTo(now);
            }
        }
    }

    @Test
    void anOldTelegramThatComesLateIsOfTheFirstHour() {
        assertThat(read(SECOND.minusSeconds(2), "")).isEqualTo(SECOND.minusSeconds(2));
        assertThat(read(SECOND.plusSeconds(1), "")).isEqualTo(SECOND.plusSeconds(1));
        assertThat(read(SECOND.minusSeconds(1), "")).isEqualTo(SECOND.minusSeconds(1));
        assertThat(read(SECOND.plusSeconds(2), "")).isEqualTo(SECOND.plusSeconds(2));
    }

    @ParameterizedTest(name = "{0} minutes")
    @ValueSource(ints = {2, 20, 59})
    void afterAGapInARecordingTimeHasGoneOn(int minutes) {
        read(SECOND.minusSeconds(60), "");
        Instant later = SECOND.plus(Duration.ofMinutes(minutes - 2L));
        assertThat(read(later, "")).isEqualTo(later);
    }

    @ParameterizedTest(name = "host {0} min off")
    @ValueSource(ints = {-20, 0, 1, 20})
    void aFirstTelegramInTheRepeatedHourIsDatedByTheHost(int minutes) {
        for (Instant now : List.of(FIRST.plusSeconds(600), SECOND.plusSeconds(600))) {
            Instant host = now.plus(Duration.ofMinutes(minutes));
            assertThat(readFirst(now, host)).isEqualTo(now);
        }
    }

    @Test
    void withoutAnyHelpAFirstTelegramIsOfTheFirstHour() {
        assertThat(readFirst(SECOND.plusSeconds(600), LONG_AGO)).isEqualTo(FIRST.plusSeconds(600));
    }

    @Test
    void afterAGapInALivingStreamTheHostTells() {
        Instant now = FIRST.plusSeconds(600);
        read(now, 2, "", now);
        Instant later = now.plusSeconds(75 * 60);
        assertThat(read(later, 1, "", later)).isEqualTo(later);
    }

    @Test
    void aTrueFlagIsBelievedAfterAGapOfAnHour() {
        read(FIRST, "S");
        assertThat(read(SECOND.plusSeconds(5), "W")).isEqualTo(SECOND.plusSeconds(5));
        assertThat(read(SECOND.plusSeconds(3605), "W")).isEqualTo(SECOND.plusSeconds(3605));
    }

    @Test
    void aGapOfAnHourOnAnyOtherDayIsAGap() {
        Instant noon = Instant.parse("2025-11-05T11:00:00Z");
        read(noon, "");
        assertThat(read(noon.plusSeconds(3601), "")).isEqualTo(noon.plusSeconds(3601));
    }

    @Test
    void theGasReadingOfTheSecondHourIsNotOfTheFirst() {
        for (int s = 0; s < 3 * 3600; s += 300) {
            Instant now = FIRST.plusSeconds(s);
            Instant hour = now.minusSeconds(s % 3600);
            String gas =
                    "0-1:24.2.1(" + digits(hour, offset(hour)) + ")(0000" + s / 3600 + ".000*m3)";
            Reading reading =
                    decode(
                            LONG_AGO,
                            "0-0:1.0.0(" + digits(now, offset(now)) + ")",
                            "0-1:24.1.0(003)",
                            gas);
            assertThat(reading.mbus().get(0).measuredAt()).isEqualTo(hour);
        }
    }

    private Instant readFirst(Instant now, Instant host) {
        return new MeterClockTest().read(now, offset(now), "", host);
    }

    private Instant read(Instant now, String flag) {
        return read(now, offset(now), flag, LONG_AGO);
    }

    private Instant read(Instant now, int offset, String flag, Instant host) {
        Instant stamp =
                decode(host, "0-0:1.0.0(" + digits(now, offset) + flag + ")", "1-0:1.7.0(0*W)")
                        .measuredAt();
        assertThat(stamp).isNotNull();
        return stamp;
    }

    private Reading decode(Instant host, String... lines) {
        List<Reading> read = new ArrayList<>();
        TelegramFramer framer =
                TelegramFramer.lenient(
                        frame -> decoder.decode((Telegram) frame).ifPresent(read::add));
        byte[] bytes = Telegrams.telegram(lines);
        framer.push(bytes, 0, bytes.length, host);
        framer.end(host);
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static int offset(Instant now) {
        return BRUSSELS.getRules().getOffset(now).getTotalSeconds() / 3600;
    }

    private static String digits(Instant now, int offset) {
        return DIGITS.format(LocalDateTime.ofInstant(now, ZoneOffset.ofHours(offset)));
    }
}
