package be.bsmr.home.web;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard's own certificate, so that what passes over the network is encrypted.
 *
 * @param certificate PEM: the server's first, then those that vouch for it; null = no TLS
 * @param key PEM, PKCS#8, without a password: of the first certificate; given together with {@code
 *     certificate} or not at all
 */
public record TlsSettings(@Nullable Path certificate, @Nullable Path key) {

    static final TlsSettings NONE = new TlsSettings(null, null);

    public TlsSettings {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "web.tls.certificate and web.tls.key belong together: "
                            + (certificate == null ? "web.tls.certificate" : "web.tls.key")
                            + " is missing");
        }
    }

    public boolean isOn() {
        return certificate != null;
    }
}
