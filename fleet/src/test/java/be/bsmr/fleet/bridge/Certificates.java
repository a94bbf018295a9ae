package be.bsmr.fleet.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority, what it signed for 127.0.0.1, and a stranger, by Java's own keytool. */
public final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;

    public Certificates(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory);
        store = directory.resolve("store.p12");
        made("authority", "-ext", "bc:c");
        made("stranger", "-ext", "bc:c");
        made("server");
        keytool(List.of("-certreq", "-alias", "server", "-file", file("request").toString()));
        keytool(
                List.of(
                        "-gencert",
                        "-rfc",
                        "-alias",
                        "authority",
                        "-ext",
                        "SAN=IP:127.0.0.1,DNS:localhost",
                        "-infile",
                        file("request").toString(),
                        "-outfile",
                        file("server").toString()));
    }

    private void made(String alias, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + alias));
        command.addAll(List.of("-alias", alias));
        command.addAll(List.of(more));
        keytool(command);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem(key(alias), "PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
        pem(file(alias), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
    }

    Path file(String alias) {
        return directory.resolve(alias + ".pem");
    }

    Path key(String alias) {
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

    private static void pem(Path file, String type, byte[] content) throws IOException {
        String base64 =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content);
        Files.writeString(
                file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
