package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real ser2net; what it never says is tested on the bytes of the RFC. */
class Rfc2217GatewayTest {

    private static final SerialLine OLD = SerialLine.parse("9600-7E1");

    @TempDir private Path directory;

    private final Telegrams telegrams = new Telegrams();

    @Test
    void setsTheLineOfARealServerAndReadsEveryByte() throws Exception {
        byte[] all = new byte[256];
        for (int b = 0; b < all.length; b++) {
            all[b] = (byte) b;
        }
        try (PtyPair pty = new PtyPair(directory);
                Ser2net server = new Ser2net(directory, "telnet(rfc2217)", pty.ourEnd());
                // A pseudo-terminal has no parity: the server tells the truth about that.
                Rfc2217Gateway gateway = gateway(server, SerialLine.parse("9600-8N1"));
                OutputStream meter = pty.meter();
                LogLines log = new LogLines(Rfc2217Gateway.class)) {
            gateway.open();
            await().until(
                            () -> {
                                assertThat(gateway.read(new byte[100])).isZero();
                                return pty.stty().contains("speed 9600 ");
                            });
            byte[] telegram = telegrams.next();
            meter.write(telegram);
            assertThat(read(gateway, telegram.length)).isEqualTo(telegram);
            meter.write(all);
            assertThat(read(gateway, all.length)).isEqualTo(all);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void readsFromAServerThatRefusesToSetTheLine() throws Exception {
        try (PtyPair pty = new PtyPair(directory);
                Ser2net server = new Ser2net(directory, "telnet", pty.ourEnd());
                Rfc2217Gateway gateway = gateway(server, OLD);
                OutputStream meter = pty.meter();
                LogLines log = new LogLines(Rfc2217Gateway.class)) {
            gateway.open();
            await().until(
                            () -> {
                                assertThat(gateway.read(new byte[100])).isZero();
                                return !log.lines().isEmpty();
                            });
            assertThat(log.lines()).singleElement().asString().contains("no RFC 2217");
            byte[] telegram = telegrams.next();
            meter.write(telegram);
            assertThat(read(gateway, telegram.length)).isEqualTo(telegram);
        }
    }

    @Test
    void readsFromAServerThatSpeaksNoTelnet() throws Exception {
        try (PtyPair pty = new PtyPair(directory);
                Ser2net server = new Ser2net(directory, "", pty.ourEnd());
                Rfc2217Gateway gateway = gateway(server, OLD);
                OutputStream meter = pty.meter()) {
            gateway.open();
            await().until(() -> pty.stty().contains("speed 115200 "));
            byte[] telegram = telegrams.next();
            meter.write(telegram);
            assertThat(read(gateway, telegram.length)).isEqualTo(telegram);
        }
    }

    @Test
    void findsTheSpeedThroughTheServer() throws Exception {
        try (PtyPair pty = new PtyPair(directory);
                Ser2net server = new Ser2net(directory, "telnet(rfc2217)", pty.ourEnd());
                ByteSource gateway =
                        Rfc2217Gateway.of("127.0.0.1", server.port(), SerialSettings.AUTO);
                OutputStream meter = pty.meter();
                LogLines log = new LogLines(AutoLine.class)) {
            gateway.open();
            byte[] buffer = new byte[4096];
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                meter.write(Uart.seenNow(telegrams.next(), OLD, pty.stty()));
                                assertThat(gateway.read(buffer)).isNotNegative();
                                return !log.lines().isEmpty();
                            });
            assertThat(log.lines()).singleElement().asString().contains("9600-7E1");
        }
    }

    @Test
    void asksAsTheRfcSaysOnceAndInAnyPieces() {
        byte[] says = {
            -1, -3, 44, // DO COM-PORT
            'a', -1, -1, 'b', // 0xFF among the data
            -1, -3, 44, // again
            -1, -3, 1, -1, -3, 1, // DO ECHO, twice
            -1, -5, 3, // WILL SUPPRESS-GO-AHEAD
            -1, -6, 44, 106, -1, -1, -1, -16, // the state of the line: 0xFF
            -1, -15, // NOP
            'c'
        };
        byte[] replies =
                HexFormat.of()
                        .parseHex(
                                "fffa2c010003fffffcfff0" // 0x0003FFFC baud
                                        + "fffa2c0207fff0" // seven bits
                                        + "fffa2c0303fff0" // even parity
                                        + "fffa2c0401fff0" // one stop bit
                                        + "fffa2c0501fff0fffa2c0508fff0fffa2c050bfff0" // DTR, RTS
                                        + "fffc01" // WONT ECHO
                                        + "fffe03"); // DONT SUPPRESS-GO-AHEAD
        SerialLine odd = SerialLine.parse("262140-7E1");
        for (int piece = 1; piece <= says.length; piece++) {
            ComPortOption telnet = new ComPortOption(odd);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            for (int from = 0; from < says.length; from += piece) {
                byte[] next = Arrays.copyOfRange(says, from, Math.min(says.length, from + piece));
                data.write(next, 0, telnet.take(next, next.length, said));
            }
            assertThat(data.toByteArray()).containsExactly('a', -1, 'b', 'c');
            assertThat(said.toByteArray()).isEqualTo(replies);
            assertThat(telnet.refusal()).isEmpty();
        }
    }

    @Test
    void saysWhatTheServerDidNotSet() {
        ComPortOption telnet = new ComPortOption(OLD);
        byte[] keepsItsSpeed = {-1, -6, 44, 101, 0, 1, -62, 0, -1, -16};
        assertThat(telnet.take(keepsItsSpeed, keepsItsSpeed.length, new ByteArrayOutputStream()))
                .isZero();
        assertThat(telnet.refusal()).contains("keeps baud at 115200, asked for 9600");
    }

    private static Rfc2217Gateway gateway(Ser2net server, SerialLine line) {
        return new Rfc2217Gateway("127.0.0.1", server.port(), line, SilentSource.AFTER);
    }

    private static byte[] read(ByteSource source, int count) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[300];
        for (int tries = 0; all.size() < count && tries < 100; tries++) {
            all.write(buffer, 0, source.read(buffer));
        }
        return all.toByteArray();
    }
}
