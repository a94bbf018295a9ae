package be.bsmr.home.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;

/** Who vouches for the certificates of others. */
public final class Authority {

    private Authority() {}

    /**
     * Trusts what was signed with one of the certificates in a file, and nothing else.
     *
     * @param key of the configuration that names the file, such as {@code mqtt.ca}
     * @param file PEM
     * @param advice what to write there, behind {@code write}
     * @throws IllegalArgumentException when it cannot be read; the message says why
     */
    public static TrustManagerFactory trusting(String key, Path file, String advice) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca" + trusted.size(), c);
            }
            if (trusted.size() == 0) {
                throw new CertificateException("it holds none");
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            String why =
                    !Files.isRegularFile(file)
                            ? "is no file"
                            : Files.isReadable(file)
                                    ? "is not a PEM certificate (" + e.getMessage() + ")"
                                    : "may not be read by the user that BSMR runs as";
            throw new IllegalArgumentException(
                    key + ": " + file + " " + why + ": write " + advice, e);
        }
    }
}
