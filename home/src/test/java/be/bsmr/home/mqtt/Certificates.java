package be.bsmr.home.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates and keys as people make them at home, by Java's own keytool. */
public final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;

    public Certificates(Path directory) {
        this.directory = directory;
        store = directory.resolve("store.p12");
    }

    /** One that signed itself, for 127.0.0.1 unless {@code more} says otherwise. */
    public Path selfSigned(String alias, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1"));
        command.addAll(List.of("-alias", alias));
        command.addAll(List.of(more));
        keytool(command);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem(key(alias), "PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
        return pem(file(alias), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
    }

    /** One signed by {@code authority}. */
    Path signed(String alias, String authority, String... more) throws Exception {
        Object unused = selfSigned(alias);
        Path request = directory.resolve(alias + ".csr");
        keytool(List.of("-certreq", "-alias", alias, "-file", request.toString()));
        List<String> command = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", authority));
        command.addAll(List.of("-infile", request.toString()));
        command.addAll(List.of("-outfile", file(alias).toString()));
        command.addAll(List.of(more));
        keytool(command);
        return file(alias);
    }

    public Path file(String alias) {
        return directory.resolve(alias + ".pem");
    }

    public Path key(String alias) {
        return directory.resolve(alias + ".key");
    }

    private void keytool(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError(command + ": " + said);
        }
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        String base64 =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content);
        return Files.writeString(
                file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
