package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.p1.DecryptionKey;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A meter that encrypts, on a real socket. */
class DecryptingTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final String KEY = "A0B1C2D3E4F5061728394A5B6C7D8E9F";

    private final Telegrams telegrams = new Telegrams();
    private final List<SiteInput> inputs = new CopyOnWriteArrayList<>();
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
            awaitReadings(1);
            byte[] damaged = encrypted(telegrams.next());
            damaged[100] ^= 1;
            meter.write(damaged);
            meter.write(encrypted(telegrams.next()));
            awaitReadings(2);
            assertThat(health().rejectedBy()).as("counted like any other").containsEntry("crc", 1L);
            assertThat(health().strayBytes()).isZero();
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
            awaitTrouble("decryption.key");
            assertThat(health().trouble()).contains("does not fit").doesNotContain("B0B1");
            assertThat(log.lines().toString()).contains("does not fit").doesNotContain("B0B1");
            assertThat(inputs).noneMatch(SiteInput.MeterRead.class::isInstance);
        }
    }

    @Test
    void asksForAKeyWhenTelegramsAreEncrypted() throws Exception {
        try (MeterLink link = link(null)) {
            listening(link);
            for (int i = 0; i < 3; i++) {
                meter.write(encrypted(telegrams.next()));
            }
            awaitTrouble("encrypted; set decryption.key");
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
            awaitReadings(20);
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
                inputs::add);
    }

    private void listening(MeterLink link) throws IOException {
        link.start();
        meter = server.accept().getOutputStream();
    }

    private void awaitReadings(int count) {
        await().atMost(LONG_ENOUGH)
                .until(
                        () ->
                                inputs.stream()
                                                .filter(SiteInput.MeterRead.class::isInstance)
                                                .count()
                                        == count);
    }

    private void awaitTrouble(String part) {
        await().atMost(LONG_ENOUGH).until(() -> String.valueOf(health().trouble()).contains(part));
    }

    private LinkHealth health() {
        if (inputs.isEmpty()) {
            return LinkHealth.INITIAL;
        }
        SiteInput last = inputs.get(inputs.size() - 1);
        return last instanceof SiteInput.MeterRead read
                ? read.link()
                : ((SiteInput.LinkReport) last).link();
    }

    private byte[] encrypted(byte[] text) throws GeneralSecurityException {
        byte[] title = "SYSTEMID".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] nonce = ByteBuffer.allocate(12).put(title).putInt(++counter).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(HexFormat.of().parseHex(KEY), "AES"),
                new GCMParameterSpec(96, nonce));
        cipher.updateAAD(HexFormat.of().parseHex("30" + DecryptionKey.LUXEMBOURG));
        byte[] sealed = cipher.doFinal(text);
        return ByteBuffer.allocate(18 + sealed.length)
                .put((byte) 0xDB)
                .put((byte) 8)
                .put(title)
                .put((byte) 0x82)
                .putShort((short) (5 + sealed.length))
                .put((byte) 0x30)
                .putInt(counter)
                .put(sealed)
                .array();
    }
}
