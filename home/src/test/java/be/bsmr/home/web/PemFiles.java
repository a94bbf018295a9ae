package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for this machine that vouches for itself, and its key, made by the JDK's own tool.
 *
 * @param certificate PEM
 * @param key PEM, PKCS#8
 * @param store both, as Java keeps them
 */
public record PemFiles(Path certificate, Path key, KeyStore store) {

    private static final String PASSWORD = "changeit";

    /**
     * @param name of the files, without ending
     * @param algorithm RSA or EC
     * @param start from when on it is good for thirty days, as keytool takes it
     */
    public static PemFiles make(Path folder, String name, String algorithm, String start)
            throws Exception {
        Path file = folder.resolve(name + ".p12");
        Files.deleteIfExists(file);
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-genkeypair",
                                        "-alias",
                                        "bsmr",
                                        "-keyalg",
                                        algorithm,
                                        "-dname",
                                        "CN=" + name,
                                        "-ext",
                                        "san=ip:127.0.0.1,dns:localhost",
                                        "-startdate",
                                        start,
                                        "-validity",
                                        "30",
                                        "-storetype",
                                        "PKCS12",
                                        "-keystore",
                                        file.toString(),
                                        "-storepass",
                                        PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new PemFiles(
                write(
                        folder.resolve(name + ".pem"),
                        "CERTIFICATE",
                        store.getCertificate("bsmr").getEncoded()),
                write(
                        folder.resolve(name + "-key.pem"),
                        "PRIVATE KEY",
                        store.getKey("bsmr", PASSWORD.toCharArray()).getEncoded()),
                store);
    }

    /** Of a client that trusts this certificate and no other. */
    SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("bsmr", store.getCertificate("bsmr"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Path write(Path file, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
