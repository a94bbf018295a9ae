package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports as the operating system gives them. */
class SerialPortTest {

    @TempDir private Path directory;

    @Test
    void setsTheLineAsItWasTold() throws Exception {
        // A pseudo-terminal takes any speed, but knows neither parity nor seven bits.
        try (PtyPair pty = new PtyPair(directory);
                SerialPort port =
                        new SerialPort(
                                pty.ourEnd(), SerialLine.parse("9600-8N1"), SilentSource.AFTER)) {
            port.open();
            assertThat(pty.stty()).contains("speed 9600 baud");
        }
        try (PtyPair pty = new PtyPair(directory);
                SerialPort port = new SerialPort(pty.ourEnd())) {
            port.open();
            assertThat(pty.stty()).contains("speed 115200 baud").contains("-icanon");
        }
    }

    @Test
    void saysThatAnotherProgramHasThePort() throws Exception {
        try (PtyPair pty = new PtyPair(directory);
                SerialPort port = new SerialPort(pty.ourEnd())) {
            Process other =
                    new ProcessBuilder("flock", pty.ourEnd(), "sh", "-c", "echo has it; cat")
                            .start();
            try (BufferedReader says = other.inputReader(StandardCharsets.UTF_8)) {
                assertThat(says.readLine()).isEqualTo("has it");
                assertThatThrownBy(port::open)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another program has " + pty.ourEnd())
                        .hasMessageContaining("fuser");
            } finally {
                other.getOutputStream().close();
                other.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            }
            port.open();
            assertThat(port.read(new byte[10])).as("it is ours now").isZero();
        }
    }

    @Test
    void saysWhatIsNoPort() throws Exception {
        Path file = Files.createFile(directory.resolve("evening.txt"));
        assertCannotOpen(file, "write file:" + file);
        assertCannotOpen(directory, "is a directory");
        assertCannotOpen(directory.resolve("ttyUSB9"), "is the cable plugged in?");
        assertCannotOpen(Path.of("/dev/null"), "is it a serial port that works?");
    }

    @Test
    void refusesSettingsThatNoPortHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SerialSettings("115", 8, "none"))
                .withMessageContaining("115200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SerialSettings("9600", 9, "even"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SerialSettings("9600", 7, "mark"))
                .withMessageContaining("none, even or odd");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SerialSettings("fast", 8, "none"))
                .withMessageContaining("auto or a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SerialSettings.parse("9600-9E2"))
                .withMessageContaining("9600-7E1");
        assertThat(new SerialSettings("9600", 7, "Even").line())
                .contains(SerialLine.parse("9600-7e1"))
                .hasValueSatisfying(line -> assertThat(line).hasToString("9600-7E1"));
        assertThat(SerialSettings.parse("auto").line()).isEmpty();
    }

    @Test
    void listsLastingNamesFirstAndEachPortOnce() throws Exception {
        Path byId = Files.createDirectory(directory.resolve("by-id"));
        Path usb = Files.createFile(directory.resolve("ttyUSB0")).toRealPath();
        Path uart = directory.toRealPath().resolve("ttyAMA0");
        Path link = Files.createSymbolicLink(byId.resolve("usb-FTDI_P1_cable"), usb);
        Files.createSymbolicLink(byId.resolve("usb-pulled"), directory.resolve("ttyUSB7"));
        Map<Path, String> known = new TreeMap<>(Map.of(usb, "FT232R", uart, "Physical Port AMA0"));
        assertThat(SerialPorts.find(byId, known))
                .isEqualTo(
                        List.of(
                                new SerialPorts.Found(
                                        link.toString(), true, "FT232R", usb.toString()),
                                new SerialPorts.Found(
                                        uart.toString(),
                                        false,
                                        "Physical Port AMA0",
                                        uart.toString())));
    }

    @Test
    void listsPortsOfAMachineWithoutLastingNames() {
        Path uart = Path.of("/dev/ttyS0");
        assertThat(SerialPorts.find(directory.resolve("none"), Map.of(uart, "Port")))
                .containsExactly(new SerialPorts.Found("/dev/ttyS0", false, "Port", "/dev/ttyS0"));
        assertThat(SerialPorts.find()).as("whatever this machine has").doesNotContainNull();
    }

    @Test
    void takesTheOnlyPortThatCanBeTheMeters() throws Exception {
        SerialPorts.Found p1 = port("by-id/usb-FTDI_P1_Converter_Cable_X-port0", true);
        SerialPorts.Found ftdi = port("by-id/usb-FTDI_FT232R_P10_X-port0", true);
        SerialPorts.Found zigbee = port("by-id/usb-Zigbee_stick-port0", true);
        SerialPorts.Found uart = port("ttyS0", false);
        assertThat(SerialPorts.likeliest(List.of(uart))).hasFileName("ttyS0");
        assertThat(SerialPorts.likeliest(List.of(ftdi, uart)))
                .as("lasting names first")
                .isEqualTo(Path.of(ftdi.path()));
        assertThat(SerialPorts.likeliest(List.of(zigbee, p1, ftdi, uart)))
                .as("the one that says P1")
                .isEqualTo(Path.of(p1.path()));
        assertThatThrownBy(() -> SerialPorts.likeliest(List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no serial port was found");
        assertThatThrownBy(() -> SerialPorts.likeliest(List.of(zigbee, ftdi, uart)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("serial:" + zigbee.path() + ", serial:" + ftdi.path())
                .hasMessageNotContaining(uart.path());
    }

    private static SerialPorts.Found port(String name, boolean lasting) {
        return new SerialPorts.Found("/dev/" + name, lasting, "Port", "/dev/" + name);
    }

    private static void assertCannotOpen(Path device, String why) {
        try (SerialPort port = new SerialPort(device.toString())) {
            assertThatThrownBy(port::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(device.toString())
                    .hasMessageContaining(why);
        }
    }
}
