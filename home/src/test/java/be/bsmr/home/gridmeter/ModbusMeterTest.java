package be.bsmr.home.gridmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.gridmeter.GridMeterSettings.ModbusSettings;
import be.bsmr.home.gridmeter.GridMeterSettings.Registers;
import be.bsmr.meter.Grid;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Energy;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A meter on Modbus TCP, asked frame by frame as Victron's GX and evcc ask. */
class ModbusMeterTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** Transaction, protocol, length, unit, function, then what belongs to it. */
    @Test
    void speaksModbusTcpByteByByte() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        Client client = client(house, Registers.em24);
        house.speaks(1);
        assertThat(client.said("1234 0000 0006 01 03 000B 0001"))
                .as("who are you")
                .isEqualTo("1234 0000 0005 01 03 02 0672");
        assertThat(client.said("0001 0000 0006 01 04 000B 0001"))
                .as("by the other function too")
                .isEqualTo("0001 0000 0005 01 04 02 0672");
        assertThat(client.said("0002 0000 0006 01 03 A000 0001"))
                .isEqualTo("0002 0000 0005 01 03 02 0007");
        assertThat(client.said("0003 0000 0006 01 06 A000 0007"))
                .as("Victron sets the application, if it has to")
                .isEqualTo("0003 0000 0006 01 06 A000 0007");
        assertThat(client.said("0004 0000 0009 01 10 A000 0001 02 0007"))
                .isEqualTo("0004 0000 0006 01 10 A000 0001");
        assertThat(client.said("0005 0000 0006 01 06 1002 0001"))
                .as("nobody changes the meter")
                .isEqualTo("0005 0000 0003 01 86 02");
        assertThat(client.said("0006 0000 0006 01 03 0200 0001"))
                .as("there is no such register")
                .isEqualTo("0006 0000 0003 01 83 02");
        assertThat(client.said("0007 0000 0006 01 03 0000 007E"))
                .as("126 registers are one too many")
                .isEqualTo("0007 0000 0003 01 83 03");
        assertThat(client.said("0008 0000 0006 02 03 000B 0001"))
                .as("another unit")
                .isEqualTo("0008 0000 0003 02 83 0B");
        assertThat(client.said("0009 0000 0006 01 01 0000 0001"))
                .as("it has no coils")
                .isEqualTo("0009 0000 0003 01 81 01");
    }

    /** Addresses and scales of the table that Victron and evcc read. */
    @ParameterizedTest
    @EnumSource(Grid.class)
    void theEm24SaysWhatTheMeterSays(Grid grid) throws Exception {
        MeteredHouse house = MeteredHouse.of(grid, MeteredHouse.NOON);
        Client client = client(house, Registers.em24);
        house.speaksUntilItExports();
        Reading reading = house.last();
        // As the GX does: all in one, holes and all.
        int[] words = client.read(3, 0x0000, 0x50);
        for (int i = 0; i < 3; i++) {
            PhaseReading phase =
                    i < reading.phases().size() ? reading.phases().get(i) : PhaseReading.NONE;
            boolean known = phase.voltage() != null && !phase.voltage().isZero();
            int watts = known ? phase.importPower().watts() - phase.exportPower().watts() : 0;
            double volts = known ? phase.voltage().volts() : 0;
            double amperes = known ? Math.signum(watts) * phase.current().amperes() : 0;
            assertThat(lowFirst(words, 2 * i) / 10.0).isEqualTo(volts);
            assertThat(lowFirst(words, 0x0C + 2 * i) / 1000.0).isEqualTo(amperes);
            assertThat(lowFirst(words, 0x12 + 2 * i) / 10.0).isEqualTo(watts);
        }
        assertThat(lowFirst(words, 0x28) / 10.0)
                .isEqualTo(reading.netPower().orElseThrow().watts())
                .isNegative();
        assertThat(lowFirst(words, 0x34)).isEqualTo(tenths(reading.imported().sum()));
        assertThat(lowFirst(words, 0x4E)).isEqualTo(tenths(reading.exported().sum()));
        assertThat(words[0x33]).as("a Belgian meter does not tell the frequency").isZero();

        int wiring =
                switch (grid) {
                    case STAR_400 -> 0;
                    case SINGLE_PHASE -> 3;
                    case DELTA_230 -> 4;
                };
        assertThat(client.read(3, 0x1002, 1)).containsExactly(wiring);
        assertThat(text(client.read(3, 0x5000, 7))).isEqualTo("02005e102030");
        assertThat(client.read(3, 0x0302, 1)).hasSize(1);
        assertThat(client.read(3, 0x0304, 1)).hasSize(1);
        assertThat(client.read(3, 0xA100, 1)[0]).as("not locked").isBetween(0, 2);
    }

    @ParameterizedTest
    @EnumSource(Grid.class)
    void theSdm630SaysWhatTheMeterSaysAndWhatItDoesNotKnow(Grid grid) throws Exception {
        MeteredHouse house = MeteredHouse.of(grid, MeteredHouse.NOON);
        Client client = client(house, Registers.sdm630);
        house.speaksUntilItExports();
        Reading reading = house.last();
        int[] words = client.read(4, 0, 80);
        for (int i = 0; i < 3; i++) {
            PhaseReading phase =
                    i < reading.phases().size() ? reading.phases().get(i) : PhaseReading.NONE;
            if (phase.voltage() == null || phase.voltage().isZero()) {
                assertThat(real(words, 2 * i)).isNaN();
                assertThat(real(words, 6 + 2 * i)).isNaN();
                assertThat(real(words, 12 + 2 * i)).isNaN();
            } else {
                int watts = phase.importPower().watts() - phase.exportPower().watts();
                assertThat(real(words, 2 * i)).isEqualTo((float) phase.voltage().volts());
                assertThat(real(words, 6 + 2 * i))
                        .isEqualTo((float) (Math.signum(watts) * phase.current().amperes()));
                assertThat(real(words, 12 + 2 * i)).isEqualTo(watts);
            }
        }
        assertThat(real(words, 52)).isEqualTo(reading.netPower().orElseThrow().watts());
        assertThat(real(words, 70)).as("frequency").isNaN();
        assertThat(real(words, 72)).isEqualTo(kilowattHours(reading.imported().sum()));
        assertThat(real(words, 74)).isEqualTo(kilowattHours(reading.exported().sum()));
        assertThat(real(client.read(4, 342, 2), 0)).as("not worked out").isNaN();
    }

    /** From marker to end mark, as a SunSpec client walks through it. */
    @ParameterizedTest
    @EnumSource(Grid.class)
    void theSunSpecMeterIsFoundAndReadByItsScaleFactors(Grid grid) throws Exception {
        MeteredHouse house = MeteredHouse.of(grid, MeteredHouse.NOON);
        Client client = client(house, Registers.sunspec);
        house.speaksUntilItExports();
        Reading reading = house.last();
        assertThat(text(client.read(3, 40_000, 2))).isEqualTo("SunS");
        int at = 40_002;
        int[] head = client.read(3, at, 2);
        assertThat(head).containsExactly(1, 65);
        assertThat(text(client.read(3, at + 2, 16))).isEqualTo("BSMR");
        at += 2 + head[1];
        head = client.read(3, at, 2);
        assertThat(head).as("a three-phase meter").containsExactly(203, 105);
        int[] meter = client.read(3, at + 2, 105);
        assertThat(client.read(3, at + 2 + head[1], 2)).containsExactly(0xFFFF, 0);

        // Offsets in the model: W 16…19, its scale 20; A 0…3, 4; V 5…8, 13; Wh 36, 44, 52.
        double watts = Math.pow(10, (short) meter[20]);
        assertThat((short) meter[16] * watts)
                .isEqualTo(reading.netPower().orElseThrow().watts())
                .isNegative();
        for (int i = 0; i < 3; i++) {
            PhaseReading phase =
                    i < reading.phases().size() ? reading.phases().get(i) : PhaseReading.NONE;
            if (phase.voltage() == null || phase.voltage().isZero()) {
                assertThat(meter[17 + i]).isEqualTo(0x8000);
                assertThat(meter[1 + i]).isEqualTo(0x8000);
                assertThat(meter[6 + i]).isEqualTo(0x8000);
            } else {
                int power = phase.importPower().watts() - phase.exportPower().watts();
                assertThat((short) meter[17 + i] * watts).isEqualTo(power);
                assertThat((short) meter[1 + i] * Math.pow(10, (short) meter[4]))
                        .isCloseTo(
                                Math.signum(power) * phase.current().amperes(),
                                Offset.offset(0.001));
                assertThat((short) meter[6 + i] * Math.pow(10, (short) meter[13]))
                        .isCloseTo(phase.voltage().volts(), Offset.offset(0.001));
            }
        }
        assertThat(meter[14]).as("frequency").isEqualTo(0x8000);
        assertThat(meter[52]).as("scale of the energies").isZero();
        assertThat(highFirst(meter, 36)).isEqualTo(wattHours(reading.exported().sum()));
        assertThat(highFirst(meter, 44)).isEqualTo(wattHours(reading.imported().sum()));
    }

    @ParameterizedTest
    @EnumSource(Registers.class)
    void aHouseWithoutPanelsExportsNothing(Registers registers) throws Exception {
        MeteredHouse house = MeteredHouse.bare(Grid.STAR_400, MeteredHouse.EVENING);
        Client client = client(house, registers);
        house.speaks(3);
        int watts = house.last().netPower().orElseThrow().watts();
        switch (registers) {
            case em24 -> {
                int[] words = client.read(3, 0x28, 0x28);
                assertThat(lowFirst(words, 0)).isEqualTo(watts * 10).isPositive();
                assertThat(lowFirst(words, 0x4E - 0x28)).isZero();
            }
            case sdm630 -> {
                int[] words = client.read(4, 52, 24);
                assertThat(real(words, 0)).isEqualTo(watts).isPositive();
                assertThat(real(words, 22)).isNaN();
            }
            case sunspec -> {
                assertThat(client.read(3, 40_087, 1)[0]).isEqualTo(watts).isPositive();
                assertThat(client.read(3, 40_107, 2)).containsExactly(0, 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Registers.class)
    void aSilentMeterIsADeviceThatFailsUntilItSpeaksAgain(Registers registers) throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        Client client = client(house, registers);
        String where = registers == Registers.sunspec ? "9C40" : "0000";
        String question = "0001 0000 0006 01 03 " + where + " 0002";
        String fails = "0001 0000 0003 01 83 04";
        assertThat(client.said(question)).as("before the first").isEqualTo(fails);
        house.speaks(5);
        assertThat(client.said(question)).startsWith("0001 0000 0007 01 03 04");
        house.isSilentFor(MeterNow.OLD.plusSeconds(1));
        assertThat(client.said(question)).isEqualTo(fails);
        house.speaks(1);
        assertThat(client.said(question)).startsWith("0001 0000 0007 01 03 04");
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1",
        "0001 0000 FFFF 01 03",
        "0001 0000 0000",
        "0001 0000 0002 01 10",
        "0001 0000 0002 01 63",
    })
    void whoeverSpeaksSomethingElseHarmsNobody(String bytes) throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        Client good = client(house, Registers.em24);
        house.speaks(1);
        try (Socket bad = new Socket(InetAddress.getLoopbackAddress(), good.port)) {
            bad.getOutputStream()
                    .write(
                            bytes.startsWith("GET")
                                    ? (bytes + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)
                                    : hex(bytes));
            bad.shutdownOutput();
            bad.setSoTimeout(20_000);
            bad.getInputStream().readAllBytes();
        }
        assertThat(good.read(3, 0x0B, 1)).containsExactly(1650);
    }

    /** A battery that forgets its connections must not lock itself out. */
    @Test
    void oneWhoConnectsTooOftenLosesItsOldestConnection() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        Client first = client(house, Registers.em24);
        house.speaks(1);
        first.read(3, 0x0B, 1);
        for (int i = 0; i < 6; i++) {
            Client next = opened(new Client(first.port));
            assertThat(next.read(3, 0x0B, 1)).containsExactly(1650);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(first.socket.getInputStream().read()).isEqualTo(-1));
    }

    @Test
    void whoIsNotOnTheListIsSentAwayUnread() throws Exception {
        Optional<InetAddress> network = MeteredHouse.ownAddress();
        assumeTrue(network.isPresent(), "this machine has no network");
        InetAddress own = network.get();
        MeterNow now = new MeterNow(MeteredHouse.json(), InstantSource.system());
        try (Socket stranger = new Socket(own, guarded(own, "203.0.113.8", now).port())) {
            assertThat(stranger.getInputStream().read()).as("closed at once").isEqualTo(-1);
        }
        try (Socket guest = new Socket(own, guarded(own, own.getHostAddress(), now).port())) {
            guest.getOutputStream().write(hex("0001 0000 0006 01 03 0000 0001"));
            assertThat(guest.getInputStream().readNBytes(9))
                    .isEqualTo(hex("0001 0000 0003 01 83 04"));
        }
    }

    private ModbusPort guarded(InetAddress bind, String allowed, MeterNow now) throws IOException {
        OpenDoor door = new OpenDoor(bind.getHostAddress(), 0, List.of(allowed));
        return opened(
                ModbusPort.listening(
                        new ModbusSettings(true, door, 1, Registers.em24), new Sdm630(), now));
    }

    @Test
    void saysWhichKeyToChangeWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ModbusSettings settings =
                    new ModbusSettings(
                            true, OpenDoor.here(taken.getLocalPort()), 1, Registers.em24);
            assertThatThrownBy(() -> ModbusPort.listening(settings, new Sdm630(), null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("grid_meter.modbus.port")
                    .hasMessageContaining("in use");
        }
    }

    private Client client(MeteredHouse house, Registers registers) throws IOException {
        MeterNow now = new MeterNow(MeteredHouse.json(), house.access().clock());
        house.tells(now::hear);
        ModbusSettings settings = new ModbusSettings(true, OpenDoor.here(0), 1, registers);
        Serial serial = new Serial("02005e102030");
        ModbusPort port =
                opened(ModbusPort.listening(settings, RegisterMap.of(registers, serial), now));
        return opened(new Client(port.port()));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(0, one);
        return one;
    }

    /** Sends frames and takes what comes back. */
    private static final class Client implements AutoCloseable {

        private final int port;
        private final Socket socket;

        Client(int port) throws IOException {
            this.port = port;
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
        }

        /** In hexadecimal, the answer with the blanks where the fields end. */
        String said(String frame) throws IOException {
            byte[] answer = asked(hex(frame));
            StringBuilder text = new StringBuilder();
            int[] fields =
                    (answer[7] & 0x80) != 0
                            ? new int[] {2, 2, 2, 1, 1, 1}
                            : answer[7] == 6 || answer[7] == 16
                                    ? new int[] {2, 2, 2, 1, 1, 2, 2}
                                    : new int[] {2, 2, 2, 1, 1, 1, answer.length - 9};
            int at = 0;
            for (int field : fields) {
                text.append(at == 0 ? "" : " ")
                        .append(HexFormat.of().withUpperCase().formatHex(answer, at, at + field));
                at += field;
            }
            return text.toString();
        }

        int[] read(int function, int address, int count) throws IOException {
            byte[] answer =
                    asked(
                            new byte[] {
                                0,
                                1,
                                0,
                                0,
                                0,
                                6,
                                1,
                                (byte) function,
                                (byte) (address >> 8),
                                (byte) address,
                                0,
                                (byte) count
                            });
            assertThat(answer[7]).as("an exception: " + answer[8]).isEqualTo((byte) function);
            assertThat(answer[8] & 0xFF).isEqualTo(2 * count);
            int[] words = new int[count];
            for (int i = 0; i < count; i++) {
                words[i] = ((answer[9 + 2 * i] & 0xFF) << 8) | (answer[10 + 2 * i] & 0xFF);
            }
            return words;
        }

        private byte[] asked(byte[] frame) throws IOException {
            socket.getOutputStream().write(frame);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = in.readNBytes(6);
            assertThat(head).hasSize(6);
            int length = ((head[4] & 0xFF) << 8) | (head[5] & 0xFF);
            byte[] answer = Arrays.copyOf(head, 6 + length);
            in.readFully(answer, 6, length);
            return answer;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static int lowFirst(int[] words, int at) {
        return (words[at + 1] << 16) | words[at];
    }

    private static int highFirst(int[] words, int at) {
        return (words[at] << 16) | words[at + 1];
    }

    private static float real(int[] words, int at) {
        return Float.intBitsToFloat(highFirst(words, at));
    }

    private static String text(int[] words) {
        StringBuilder text = new StringBuilder();
        for (int word : words) {
            text.append((char) (word >> 8)).append((char) (word & 0xFF));
        }
        return text.toString().replace("\0", "");
    }

    private static int tenths(Optional<Energy> energy) {
        return (int) Math.round(energy.orElseThrow().wattHours() / 100.0);
    }

    private static int wattHours(Optional<Energy> energy) {
        return energy.orElseThrow().exactWattHours().setScale(0, RoundingMode.HALF_UP).intValue();
    }

    private static float kilowattHours(Optional<Energy> energy) {
        return energy.orElseThrow().exactWattHours().movePointLeft(3).floatValue();
    }
}
