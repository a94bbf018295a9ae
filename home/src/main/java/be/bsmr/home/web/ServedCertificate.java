package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import be.bsmr.home.words.PlainWords;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server shows to those who connect over TLS: a certificate and its key, from PEM files.
 * When they are others it reads them anew, once they have stayed the same for a moment; those that
 * cannot be used are told, and the ones from before are shown on. One that has expired is shown,
 * too, and told: a browser then warns, and the house is not left without its controller.
 */
final class ServedCertificate {

    private static final Logger log = LoggerFactory.getLogger(ServedCertificate.class);

    private static final Duration TOLD_BEFORE = Duration.ofDays(7);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
    private static final char[] NO_PASSWORD = new char[0];

    private final Path certificateFile;
    private final Path keyFile;
    private SSLContext context;
    private Instant end = Instant.MAX;
    private String seen;
    private String last;
    private boolean told;

    /**
     * @throws IOException saying which key of the configuration to change, or what to do with a
     *     file
     */
    ServedCertificate(TlsSettings settings) throws IOException {
        certificateFile = Objects.requireNonNull(settings.certificate());
        keyFile = Objects.requireNonNull(settings.key());
        seen = stamp();
        last = seen;
        context = read();
    }

    SSLContext context() {
        return context;
    }

    /**
     * Looks whether the files are others; to be asked from time to time.
     *
     * @return what to show from now on, when it is something else
     */
    synchronized Optional<SSLContext> renewed(Instant now) {
        String stamp = stamp();
        boolean changed = stamp.equals(last) && !stamp.equals(seen);
        last = stamp;
        if (changed) {
            seen = stamp;
            try {
                context = read();
                told = false;
                log.info("{} was read anew; it is good until {}", certificateFile, day(end));
            } catch (IOException e) {
                log.error("{}; the certificate from before is shown on", e.getMessage());
                return Optional.empty();
            }
        }
        if (!told && now.isAfter(end.minus(TOLD_BEFORE))) {
            told = true;
            log.error(
                    "web.tls.certificate {} {} {}: renew it, it is read anew by itself",
                    certificateFile,
                    now.isAfter(end) ? "has expired on" : "expires on",
                    day(end));
        }
        return changed ? Optional.of(context) : Optional.empty();
    }

    private SSLContext read() throws IOException {
        try {
            List<X509Certificate> chain = chain();
            PrivateKey key = key();
            requireTogether(key, chain.get(0).getPublicKey());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("bsmr", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext fresh = SSLContext.getInstance("TLS");
            fresh.init(keys.getKeyManagers(), null, null);
            end = chain.get(0).getNotAfter().toInstant();
            return fresh;
        } catch (GeneralSecurityException e) {
            throw new IOException("web.tls: this Java cannot use it: " + e.getMessage(), e);
        }
    }

    private List<X509Certificate> chain() throws IOException {
        String where = "web.tls.certificate " + certificateFile;
        String text = text(certificateFile, "web.tls.certificate");
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException(
                    where
                            + (text.contains("PRIVATE KEY-----")
                                    ? " is a key: it goes to web.tls.key, and the certificate here"
                                    : " holds no certificate in PEM: one begins with -----BEGIN"
                                            + " CERTIFICATE-----; of a .der or .p12 openssl makes"
                                            + " it"));
        }
        try {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
            return all.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IOException(where + " is damaged: copy it again", e);
        }
    }

    private PrivateKey key() throws IOException {
        String where = "web.tls.key " + keyFile;
        String text = text(keyFile, "web.tls.key");
        String rewrite = ": write it anew with openssl pkey -in " + keyFile + " -out key.pem";
        if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENC")) {
            throw new IOException(
                    where + " has a password, which nobody types at a start" + rewrite);
        }
        if (text.contains("BEGIN RSA PRIVATE KEY") || text.contains("BEGIN EC PRIVATE KEY")) {
            throw new IOException(where + " is in an older form" + rewrite);
        }
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new IOException(
                    where
                            + (text.contains("BEGIN CERTIFICATE")
                                    ? " is a certificate: the key is another file"
                                    : " holds no key in PEM: one begins with -----BEGIN PRIVATE"
                                            + " KEY-----"));
        }
        for (String algorithm : SIGNATURES.keySet()) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException | IllegalArgumentException another) {
                log.debug("{} is no {} key", keyFile, algorithm);
            }
        }
        throw new IOException(where + " is damaged, or neither an RSA nor an EC key");
    }

    /** What one signs, the other has to confirm. */
    private void requireTogether(PrivateKey key, PublicKey open) throws IOException {
        boolean fits;
        try {
            Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            fits = signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            fits = false;
        }
        if (!fits) {
            throw new IOException(
                    "web.tls.key "
                            + keyFile
                            + " does not belong to the first certificate in "
                            + certificateFile
                            + ": name the two that were made together");
        }
    }

    private static String text(Path file, String key) throws IOException {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(key + ": " + PlainWords.ofReading(file, e), e);
        }
    }

    private static String day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private String stamp() {
        return stamp(certificateFile) + ' ' + stamp(keyFile);
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString() + Files.size(file);
        } catch (IOException awayForAMoment) {
            return "";
        }
    }
}
