package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.LogLines;
import be.bsmr.p1.DecryptionKey;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A meter that encrypts, on a real socket. */
class DecryptingTest {

    private static final String KEY = SealedTelegram.KEY;

    private final Telegrams telegrams = new Telegrams();
    private final Inputs inputs = new Inputs();
    private ServerSocket server;
    private OutputStream meter;
    private int counter;

    @BeforeEach
    void open() throws Exception {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void readsTelegramsThatItHasTheKeyOf() throws Exception {
        try (MeterLink link = link(KEY)) {
            listening(link);
            meter.write(encrypted(telegrams.next()));
            inputs.awaitReadings(1);
            byte[] damaged = encrypted(telegrams.next());
            damaged[100] ^= 1;
            meter.write(damaged);
            meter.write(encrypted(telegrams.next()));
            inputs.awaitReadings(2);
            assertThat(inputs.health().rejectedBy())
                    .as("counted like any other")
                    .containsEntry("crc", 1L);
            assertThat(inputs.health().strayBytes()).isZero();
        }
    }

    @Test
    void saysThatTheKeyDoesNotFitUntilItDoes() throws Exception {
        try (LogLines log = new LogLines(MeterLink.class);
                MeterLink link = link(KEY.replace('A', 'B'))) {
            listening(link);
            for (int i = 0; i < 3; i++) {
                meter.write(encrypted(telegrams.next()));
            }
            inputs.awaitTrouble("decryption.key");
            assertThat(inputs.health().trouble()).contains("does not fit").doesNotContain("B0B1");
            assertThat(log.lines().toString()).contains("does not fit").doesNotContain("B0B1");
            assertThat(inputs.readings()).isEmpty();
        }
    }

    @Test
    void asksForAKeyWhenTelegramsAreEncrypted() throws Exception {
        try (MeterLink link = link(null)) {
            listening(link);
            for (int i = 0; i < 3; i++) {
                meter.write(encrypted(telegrams.next()));
            }
            inputs.awaitTrouble("encrypted; set decryption.key");
        }
    }

    @Test
    void readsAMeterInClearAndSaysOnceThatTheKeyIsNotNeeded() throws Exception {
        try (LogLines log = new LogLines(Decrypting.class);
                MeterLink link = link(KEY)) {
            listening(link);
            for (int i = 0; i < 20; i++) {
                meter.write(telegrams.next());
            }
            inputs.awaitReadings(20);
            assertThat(log.lines()).singleElement().asString().contains("key is not needed");
        }
    }

    private MeterLink link(String key) {
        return new MeterLink(
                new Decrypting(
                        new TcpGateway("127.0.0.1", server.getLocalPort()),
                        new DecryptionSettings(key, DecryptionKey.LUXEMBOURG)),
                SiteSettings.BELGIUM,
                Clock.systemUTC(),
                inputs);
    }

    private void listening(MeterLink link) throws IOException {
        link.start();
        meter = server.accept().getOutputStream();
    }

    private byte[] encrypted(byte[] text) throws GeneralSecurityException {
        return SealedTelegram.of(text, ++counter);
    }
}
