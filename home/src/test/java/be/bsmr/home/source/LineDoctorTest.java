package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.source.Finding.Kind;
import be.bsmr.home.source.Finding.Severity;
import be.bsmr.home.source.LineDoctor.HostClock;
import be.bsmr.meter.Grid;
import be.bsmr.meter.MeterId;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doctor decides from bytes alone. */
class LineDoctorTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T17:00:00Z");
    private static final SerialLine OLD_DUTCH = SerialLine.parse("9600-7E1");

    @ParameterizedTest
    @EnumSource(Grid.class)
    void findsNothingWrongWithAHealthyHouse(Grid grid) {
        LineDoctor doctor = doctor();
        hear(doctor, house(grid), 15, text -> text);
        assertThat(doctor.findings()).noneMatch(f -> f.severity() == Severity.PROBLEM);
        Kind expected =
                switch (grid) {
                    case SINGLE_PHASE -> Kind.GRID_1X230;
                    case DELTA_230 -> Kind.GRID_3X230;
                    case STAR_400 -> Kind.GRID_3N400;
                };
        assertThat(kinds(doctor))
                .containsExactly(
                        Kind.TELEGRAMS,
                        Kind.CLOCK,
                        Kind.METER,
                        Kind.DEMAND,
                        expected,
                        Kind.MBUS,
                        Kind.MBUS);
        assertThat(finding(doctor, Kind.TELEGRAMS).facts())
                .containsEntry("telegrams", 15L)
                .containsEntry("interval_s", 1L);
        assertThat(finding(doctor, Kind.MBUS).facts())
                .containsEntry("type", "gas")
                .containsEntry("age_s", 14L);
    }

    @Test
    void hearsSilence() {
        assertThat(kinds(doctor())).containsExactly(Kind.SILENCE);
    }

    @Test
    void tellsASignalUpsideDown() {
        byte[] telegrams = telegrams(5);
        byte[] onTheWire = UartLine.heard(telegrams, SerialLine.DEFAULT, SerialLine.DEFAULT, true);
        assertThat(heard(onTheWire)).containsExactly(Kind.INVERTED);
        byte[] complement = telegrams.clone();
        for (int i = 0; i < complement.length; i++) {
            complement[i] ^= (byte) 0xFF;
        }
        assertThat(heard(complement)).containsExactly(Kind.INVERTED);
    }

    @Test
    void tellsSevenBitsEvenParityReadAsEightBits() {
        String listens = "9600-8N1";
        LineDoctor doctor =
                new LineDoctor(
                        SiteSettings.BELGIUM,
                        SerialSettings.parse(listens),
                        HostClock.SYNCHRONISED,
                        Optional.empty());
        byte[] bytes = Uart.seen(telegrams(3), OLD_DUTCH, SerialLine.parse(listens));
        doctor.hear(bytes, bytes.length, EVENING);
        assertThat(kinds(doctor)).containsExactly(Kind.WRONG_SETTINGS);
        assertThat(doctor.findings().get(0).facts())
                .containsEntry("baud", 9600)
                .containsEntry("data_bits", 7)
                .containsEntry("parity", "even");
    }

    @Test
    void silenceOfAnAddressIsNotBlamedOnACable() {
        assertThat(kinds(doctor().of(SourceSpec.parse("tcp:192.168.1.50:2001"))))
                .containsExactly(Kind.SILENT_ADDRESS);
        assertThat(kinds(doctor().of(SourceSpec.parse("serial:/dev/ttyUSB0"))))
                .containsExactly(Kind.SILENCE);
    }

    @Test
    void tellsAWrongSpeed() {
        String listens = "9600-8N1";
        LineDoctor doctor =
                new LineDoctor(
                        SiteSettings.BELGIUM,
                        SerialSettings.parse(listens),
                        HostClock.SYNCHRONISED,
                        Optional.empty());
        byte[] bytes =
                UartLine.heard(telegrams(20), SerialLine.DEFAULT, SerialLine.parse(listens), false);
        doctor.hear(bytes, bytes.length, EVENING);
        assertThat(kinds(doctor)).containsExactly(Kind.WRONG_SETTINGS);
        assertThat(doctor.findings().get(0).facts()).containsEntry("baud", 115_200);
        byte[] slow = Uart.seen(telegrams(3), OLD_DUTCH, SerialLine.DEFAULT);
        assertThat(heard(slow)).containsExactly(Kind.STUCK_LINE);
    }

    @Test
    void callsRandomBytesGarbage() {
        byte[] noise = new byte[5000];
        new Random(7).nextBytes(noise);
        assertThat(heard(noise)).containsExactly(Kind.GARBAGE);
    }

    @Test
    void knowsAnEncryptedTelegram() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Random random = new Random(7);
        for (int i = 0; i < 3; i++) {
            bytes.writeBytes(new byte[] {(byte) 0xDB, 8, 'S', 'I', 'M', 1, 2, 3, 4, 5});
            byte[] cipherText = new byte[600];
            random.nextBytes(cipherText);
            bytes.writeBytes(cipherText);
        }
        assertThat(heard(bytes.toByteArray())).containsExactly(Kind.ENCRYPTED);
    }

    @Test
    void tellsTextThatIsNoTelegram() {
        byte[] other = "BASE 012345678 +\r\nPAPP 00750 -\r\n".repeat(20).getBytes(US_ASCII);
        assertThat(heard(other)).containsExactly(Kind.NOT_P1);
    }

    @Test
    void tellsTelegramsWithoutEnd() {
        String telegrams = new String(telegrams(20), StandardCharsets.ISO_8859_1);
        byte[] endless = telegrams.replaceAll("!....\r\n", "").getBytes(US_ASCII);
        assertThat(heard(endless)).containsExactly(Kind.NEVER_ENDS);
    }

    @Test
    void countsChecksumErrorsAndShowsTheBrokenLine() {
        LineDoctor doctor = doctor();
        Household house = house(Grid.STAR_400);
        hear(doctor, house, 8, text -> text);
        hear(doctor, house, 2, text -> text.replaceFirst("1-0:1.7.0\\(0", "1-0:1.7.0(\u00ef"));
        Finding errors = finding(doctor, Kind.CRC_ERRORS);
        assertThat(errors.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(errors.facts())
                .containsEntry("rejected", 2L)
                .containsEntry("telegrams", 10L)
                .containsEntry("rate_percent", new BigDecimal("20.0"))
                .containsKey("offset");
        assertThat((String) errors.facts().get("line")).startsWith("1-0:1.7.0(\u00ef");
        assertThat(kinds(doctor)).doesNotContain(Kind.MISSING_TELEGRAMS);
    }

    @Test
    void doesNotWorryAboutOneChecksumError() {
        LineDoctor doctor = doctor();
        Household house = house(Grid.STAR_400);
        hear(doctor, house, 1, text -> text.replaceFirst("kWh", "kVh"));
        hear(doctor, house, 9, text -> text);
        assertThat(finding(doctor, Kind.CRC_ERRORS).severity()).isEqualTo(Severity.NOTE);
    }

    @Test
    void tellsThatSomethingChangesTheEndsOfLines() {
        LineDoctor doctor = doctor();
        hear(doctor, house(Grid.STAR_400), 5, text -> text.replace("\r\n", "\n"));
        assertThat(kinds(doctor)).containsExactly(Kind.LINE_ENDS);
    }

    @Test
    void saysThatAHeatMeterHasNoElectricity() {
        LineDoctor doctor = doctor();
        hear(
                doctor,
                house(Grid.STAR_400),
                2,
                text ->
                        signed(
                                """
                                /HEAT

                                0-0:1.1.0(260113180000W)
                                0-1:24.1.0(012)
                                0-1:24.2.1(260113180000W)(00012.345*GJ)
                                !
                                """
                                        .replace("\n", "\r\n")));
        assertThat(finding(doctor, Kind.NO_ELECTRICITY).severity()).isEqualTo(Severity.PROBLEM);
        assertThat(finding(doctor, Kind.MBUS).facts()).containsEntry("type", "heat");
    }

    @Test
    void missesTelegramsThatDidNotCome() {
        LineDoctor doctor = doctor();
        Household house = house(Grid.STAR_400);
        hear(doctor, house, 6, text -> text);
        hear(doctor, house, 3, text -> "");
        hear(doctor, house, 6, text -> text);
        assertThat(finding(doctor, Kind.MISSING_TELEGRAMS).facts())
                .containsEntry("missing", 3L)
                .containsEntry("expected", 15L);
    }

    @Test
    void beginsAnywhereInATelegram() {
        LineDoctor doctor = doctor();
        Household house = house(Grid.STAR_400);
        hear(doctor, house, 1, text -> text.substring(500));
        hear(doctor, house, 5, text -> text);
        assertThat(doctor.findings()).allMatch(f -> f.severity() == Severity.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "50216, OLD_FIRMWARE, NOTE",
        "50217, NO_DEMAND, PROBLEM",
        "50221, NO_DEMAND, PROBLEM"
    })
    void missesTheDemandThatAMeterShouldTell(String version, Kind kind, Severity severity) {
        LineDoctor doctor = doctor();
        hear(
                doctor,
                house(Grid.STAR_400),
                3,
                text ->
                        signed(
                                text.replaceAll("(1-0:1\\.[46]\\.0|0-0:98\\.1\\.0).*\r\n", "")
                                        .replace("96.1.4(50217)", "96.1.4(" + version + ")")));
        assertThat(finding(doctor, kind).severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({
        "PT2S, SYNCHRONISED, CLOCK, OK",
        "PT-20S, SYNCHRONISED, CLOCK_SKEW, NOTE",
        "PT5M, SYNCHRONISED, CLOCK_SKEW, PROBLEM",
        "PT5M, NOT_SYNCHRONISED, HOST_CLOCK, PROBLEM",
        "PT1H, SYNCHRONISED, HOURS_OFF, PROBLEM",
        "PT2400H, UNKNOWN, HOST_CLOCK, PROBLEM",
        "PT-2400H, UNKNOWN, CLOCK_SKEW, PROBLEM"
    })
    void weighsWhichClockIsWrong(
            Duration ahead, HostClock hostClock, Kind kind, Severity severity) {
        LineDoctor doctor =
                new LineDoctor(
                        SiteSettings.BELGIUM, SerialSettings.DEFAULT, hostClock, Optional.empty());
        byte[] telegram = telegrams(1);
        doctor.hear(telegram, telegram.length, EVENING.minus(ahead));
        assertThat(finding(doctor, kind).severity()).isEqualTo(severity);
        assertThat(finding(doctor, kind).facts()).containsEntry("skew_s", ahead.toSeconds());
    }

    @Test
    void tellsOfMetersThatWereNeverLinkedOrFellSilent() {
        LineDoctor doctor = doctor();
        hear(
                doctor,
                house(Grid.STAR_400),
                1,
                text ->
                        signed(
                                text.replaceAll("0-1:24\\.2\\.3.*\r\n", "")
                                        .replaceAll(
                                                "0-2:24\\.2\\.1\\(\\d+",
                                                "0-2:24.2.1(260101000000")));
        assertThat(finding(doctor, Kind.MBUS_NEVER).facts()).containsEntry("type", "gas");
        assertThat(finding(doctor, Kind.MBUS_STALE).facts()).containsEntry("type", "water");
    }

    @Test
    void aReadingThatIsAheadOfTheMetersClockHasNoAge() {
        LineDoctor doctor = doctor();
        hear(
                doctor,
                house(Grid.STAR_400),
                1,
                text ->
                        signed(
                                text.replaceAll(
                                        "0-1:24\\.2\\.3\\(\\d+", "0-1:24.2.3(260301000000")));
        Finding gas =
                doctor.findings().stream()
                        .filter(f -> f.kind() == Kind.MBUS && f.facts().containsValue("gas"))
                        .findFirst()
                        .orElseThrow();
        assertThat(gas.facts()).doesNotContainKey("age_s");
        assertThat((Long) gas.facts().get("ahead_s")).isPositive();
    }

    @Test
    void anOldMeterBesideALivingOneOfItsKindNeedsNothing() {
        LineDoctor doctor = doctor();
        String old =
                "0-3:24.1.0(003)\r\n0-3:96.1.1(37464C4F31393030303030303031)\r\n"
                        + "0-3:24.2.3(190101000000W)(01234.567*m3)";
        hear(
                doctor,
                house(Grid.STAR_400),
                5,
                text -> signed(text.replace("\r\n!", "\r\n" + old + "\r\n!")));
        assertThat(finding(doctor, Kind.MBUS_REPLACED).severity()).isEqualTo(Severity.NOTE);
        assertThat(finding(doctor, Kind.MBUS_REPLACED).facts()).containsEntry("channel", 3);
        assertThat(doctor.findings()).noneMatch(f -> f.severity() == Severity.PROBLEM);
    }

    @Test
    void tellsAClockThatStandsStillAndNotThatItIsBehind() {
        LineDoctor doctor = doctor();
        hear(doctor, house(Grid.STAR_400), 15, text -> stamped(text, "000101010000W"));
        assertThat(finding(doctor, Kind.CLOCK_STANDS).severity()).isEqualTo(Severity.PROBLEM);
        assertThat(finding(doctor, Kind.CLOCK_STANDS).facts())
                .containsEntry("stamp", "2000-01-01 01:00:00");
        assertThat(kinds(doctor))
                .doesNotContain(Kind.CLOCK, Kind.CLOCK_SKEW, Kind.HOST_CLOCK, Kind.CLOCK_SPEED);
    }

    @Test
    void tellsAClockThatJumpsAmongAFewStamps() {
        LineDoctor doctor = doctor();
        int[] count = {0};
        hear(
                doctor,
                house(Grid.STAR_400),
                15,
                text -> stamped(text, "26011318000" + count[0]++ % 4 + "W"));
        assertThat(finding(doctor, Kind.CLOCK_SPEED).severity()).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void tellsTwoMetersOnOneLine() {
        LineDoctor doctor = doctor();
        hearTwo(doctor, 20);
        assertThat(finding(doctor, Kind.TWO_METERS).severity()).isEqualTo(Severity.PROBLEM);
        assertThat(finding(doctor, Kind.TWO_METERS).facts())
                .containsEntry("followed", "1SIM2200000001")
                .containsEntry("meters", List.of("1SIM2200000001 (20)", "1SIM2200000002 (20)"));
        assertThat(finding(doctor, Kind.TELEGRAMS).facts()).containsEntry("interval_s", 1L);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({"1SIM2200000002, TWO_METERS, NOTE", "1SIM9900000009, OTHER_METER, PROBLEM"})
    void knowsWhichMeterTheOwnerNamed(String named, Kind kind, Severity severity) {
        LineDoctor doctor =
                new LineDoctor(
                        SiteSettings.BELGIUM,
                        SerialSettings.DEFAULT,
                        HostClock.SYNCHRONISED,
                        Optional.of(new MeterId(named)));
        hearTwo(doctor, 5);
        assertThat(finding(doctor, kind).severity()).isEqualTo(severity);
    }

    @Test
    void tellsWhatRepeatsFromWhatIsStuck() {
        LineDoctor repeats = doctor();
        LineDoctor stuck = doctor();
        byte[] one = telegrams(1);
        for (int s = 0; s < 130; s++) {
            byte[] telegram = s < 60 ? one : telegrams(2);
            repeats.hear(telegram, telegram.length, EVENING.plusSeconds(s));
            stuck.hear(one, one.length, EVENING.plusSeconds(s));
        }
        assertThat(finding(repeats, Kind.REPEATS).severity()).isEqualTo(Severity.NOTE);
        assertThat(finding(stuck, Kind.STUCK).severity()).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void keepsLinesThatItDoesNotKnow() {
        LineDoctor doctor = doctor();
        int[] count = {0};
        hear(
                doctor,
                house(Grid.STAR_400),
                3,
                text -> signed(text.replace("\r\n!", "\r\n9-9:9.9.9(" + count[0]++ + ")\r\n!")));
        assertThat(finding(doctor, Kind.UNKNOWN_LINES).facts())
                .containsEntry("count", 1)
                .containsEntry("lines", List.of("9-9:9.9.9(2)"));
    }

    private static final java.nio.charset.Charset US_ASCII = StandardCharsets.US_ASCII;

    private static LineDoctor doctor() {
        return new LineDoctor(
                SiteSettings.BELGIUM,
                SerialSettings.DEFAULT,
                HostClock.SYNCHRONISED,
                Optional.empty());
    }

    private static Household house(Grid grid) {
        return new Household(1, EVENING, SiteSettings.BELGIUM, grid);
    }

    private static byte[] telegrams(int count) {
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        Household house = house(Grid.STAR_400);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(writer.write(house.next()));
        }
        return bytes.toByteArray();
    }

    private static List<Kind> heard(byte[] bytes) {
        LineDoctor doctor = doctor();
        doctor.hear(bytes, bytes.length, EVENING);
        return kinds(doctor);
    }

    /** One telegram a second, each as {@code change} makes it, on a clock that agrees. */
    private static void hear(
            LineDoctor doctor, Household house, int count, UnaryOperator<String> change) {
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        for (int i = 0; i < count; i++) {
            var reading = house.next();
            String text = new String(writer.write(reading), StandardCharsets.ISO_8859_1);
            byte[] bytes = change.apply(text).getBytes(StandardCharsets.ISO_8859_1);
            doctor.hear(bytes, bytes.length, reading.measuredAt().plusMillis(300));
        }
    }

    /** A house and its neighbour's meter, in turn. */
    private static void hearTwo(LineDoctor doctor, int seconds) {
        Household house = house(Grid.STAR_400);
        for (int i = 0; i < seconds; i++) {
            String text =
                    new String(
                            new TelegramWriter(SiteSettings.BELGIUM).write(house.next()),
                            StandardCharsets.ISO_8859_1);
            String other = signed(text.replace("32323030303030303031", "32323030303030303032"));
            byte[] both = (text + other).getBytes(StandardCharsets.ISO_8859_1);
            doctor.hear(both, both.length, EVENING.plusSeconds(i));
        }
    }

    private static String stamped(String telegram, String stamp) {
        return signed(telegram.replaceAll("0-0:1\\.0\\.0\\(\\w+", "0-0:1.0.0(" + stamp));
    }

    private static String signed(String telegram) {
        String checked = telegram.substring(0, telegram.indexOf("\r\n!") + 3);
        int crc = 0;
        for (byte b : checked.getBytes(StandardCharsets.ISO_8859_1)) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = (crc & 1) == 1 ? crc >> 1 ^ 0xA001 : crc >> 1;
            }
        }
        return checked + String.format(Locale.ROOT, "%04X\r\n", crc);
    }

    private static Finding finding(LineDoctor doctor, Kind kind) {
        return doctor.findings().stream().filter(f -> f.kind() == kind).findFirst().orElseThrow();
    }

    private static List<Kind> kinds(LineDoctor doctor) {
        List<Kind> kinds = new ArrayList<>();
        doctor.findings().forEach(f -> kinds.add(f.kind()));
        return kinds;
    }
}
