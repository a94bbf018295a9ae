package be.bsmr.home.tls;

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
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate and its key, as PEM files hold them.
 *
 * @param chain the one that the key belongs to first, then those that vouch for it
 * @param managers show them to whoever asks
 */
public record PemKeyPair(List<X509Certificate> chain, KeyManagerFactory managers) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
    private static final char[] NO_PASSWORD = new char[0];

    /**
     * Reads both.
     *
     * @param section of the configuration in which they are named, such as {@code web.tls}
     * @param certificateFile PEM
     * @param keyFile PEM, PKCS#8, without a password
     * @throws IOException saying which key of the configuration to change, or what to do with a
     *     file
     * @throws GeneralSecurityException when this Java cannot use them
     */
    public static PemKeyPair read(String section, Path certificateFile, Path keyFile)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = chain(section, certificateFile);
        PrivateKey key = key(section, keyFile);
        requireTogether(section, certificateFile, keyFile, key, chain.get(0).getPublicKey());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("bsmr", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        return new PemKeyPair(chain, managers);
    }

    private static List<X509Certificate> chain(String section, Path certificateFile)
            throws IOException {
        String where = section + ".certificate " + certificateFile;
        String text = text(certificateFile, section + ".certificate");
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException(
                    where
                            + (text.contains("PRIVATE KEY-----")
                                    ? " is a key: it goes to "
                                            + section
                                            + ".key, and the certificate here"
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

    private static PrivateKey key(String section, Path keyFile) throws IOException {
        String where = section + ".key " + keyFile;
        String text = text(keyFile, section + ".key");
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
                // It is none of this kind.
            }
        }
        throw new IOException(where + " is damaged, or neither an RSA nor an EC key");
    }

    /** What one signs, the other has to confirm. */
    private static void requireTogether(
            String section, Path certificateFile, Path keyFile, PrivateKey key, PublicKey open)
            throws IOException {
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
                    section
                            + ".key "
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
}
