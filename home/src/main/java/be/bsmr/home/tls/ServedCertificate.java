package be.bsmr.home.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server shows to those who connect over TLS: a certificate and its key, from PEM files.
 * When they are others it reads them anew, once they have stayed the same for a moment; those that
 * cannot be used are told, and the ones from before are shown on. One that has expired is shown,
 * too, and told: a browser then warns, and the house is not left without its controller.
 */
public final class ServedCertificate {

    private static final Logger log = LoggerFactory.getLogger(ServedCertificate.class);

    private static final Duration TOLD_BEFORE = Duration.ofDays(7);

    private final String section;
    private final Path certificateFile;
    private final Path keyFile;
    private final TrustManager @Nullable [] visitors;
    private SSLContext context;
    private Instant end = Instant.MAX;
    private String seen;
    private String last;
    private boolean told;

    /**
     * @param section of the configuration in which both are named, such as {@code web.tls}
     * @param certificateFile PEM: the server's first, then those that vouch for it
     * @param keyFile PEM, PKCS#8, without a password
     * @param visitors who vouches for those that connect; null = they show no certificate
     * @throws IOException saying which key of the configuration to change, or what to do with a
     *     file
     */
    public ServedCertificate(
            String section,
            Path certificateFile,
            Path keyFile,
            @Nullable TrustManagerFactory visitors)
            throws IOException {
        this.section = section;
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.visitors = visitors == null ? null : visitors.getTrustManagers();
        seen = stamp();
        last = seen;
        context = read();
    }

    public SSLContext context() {
        return context;
    }

    /**
     * Looks whether the files are others; to be asked from time to time.
     *
     * @return what to show from now on, when it is something else
     */
    public synchronized Optional<SSLContext> renewed(Instant now) {
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
                    "{}.certificate {} {} {}: renew it, it is read anew by itself",
                    section,
                    certificateFile,
                    now.isAfter(end) ? "has expired on" : "expires on",
                    day(end));
        }
        return changed ? Optional.of(context) : Optional.empty();
    }

    private SSLContext read() throws IOException {
        try {
            PemKeyPair pair = PemKeyPair.read(section, certificateFile, keyFile);
            SSLContext fresh = SSLContext.getInstance("TLS");
            fresh.init(pair.managers().getKeyManagers(), visitors, null);
            end = pair.chain().get(0).getNotAfter().toInstant();
            return fresh;
        } catch (GeneralSecurityException e) {
            throw new IOException(section + ": this Java cannot use it: " + e.getMessage(), e);
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
