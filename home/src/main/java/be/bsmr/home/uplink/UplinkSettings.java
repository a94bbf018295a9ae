package be.bsmr.home.uplink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/**
 * The server of a fleet, and who we are there.
 *
 * @param server {@code mqtts://host:8883}, or {@code mqtt://} to this machine only; empty = off
 * @param user what the fleet gave: it stands for the meter, and names our topics
 * @param password of that user; empty where {@code passwordFile} has it; never printed
 * @param passwordFile holds it, one line; null = it is in {@code password}
 * @param caFile PEM file with the certificate that vouches for the server; null = those that Java
 *     trusts
 */
public record UplinkSettings(
        String server,
        String user,
        String password,
        @Nullable Path passwordFile,
        @Nullable Path caFile) {

    public static final UplinkSettings NONE = new UplinkSettings("", "", "", null, null);

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public UplinkSettings {
        server = given("server", server);
        user = given("user", user);
        password = given("password", password);
        if (server.isEmpty()) {
            if (!user.isEmpty() || !password.isEmpty() || passwordFile != null || caFile != null) {
                throw new IllegalArgumentException(
                        "uplink.server is missing: write the fleet's server, such as"
                                + " mqtts://fleet.example.be:8883, or leave uplink out");
            }
        } else {
            URI address = address(server);
            if (!user.matches("[0-9A-Za-z_-]{1,64}")) {
                throw new IllegalArgumentException(
                        "uplink.user is what the fleet gave you: letters, digits, - and _, 64 at"
                                + " most");
            }
            if (password.isEmpty() == (passwordFile == null)) {
                throw new IllegalArgumentException(
                        "write the password that the fleet gave as uplink.password, or the name of"
                                + " a file that holds it as uplink.password_file: one of the two");
            }
            if (caFile != null && !isEncrypted(address)) {
                throw new IllegalArgumentException(
                        "uplink.ca_file vouches for a server that is spoken to in TLS: write"
                                + " mqtts:// in uplink.server, or leave ca_file out");
            }
        }
    }

    private static String given(String key, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "uplink." + key + " is empty: write a value behind it, or leave the line out");
        }
        return value;
    }

    private static URI address(String written) {
        URI uri = null;
        try {
            uri = URI.create(written);
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        if (uri == null
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getPort() == 0
                || uri.getPort() > 65535
                || !written.matches("mqtts?://[^/?#@\\s]+/?")) {
            throw new IllegalArgumentException(
                    "uplink.server begins with mqtts://: write it such as mqtts://fleet.example.be:8883,"
                            + " and user and password below it");
        }
        if (!isEncrypted(uri) && !uri.getHost().matches("localhost|127\\.[0-9.]+|\\[::1]")) {
            throw new IllegalArgumentException(
                    "uplink.server begins with mqtt://, where anybody on the way can read along:"
                            + " write mqtts://");
        }
        return uri;
    }

    private static boolean isEncrypted(URI address) {
        return address.getScheme().equals("mqtts");
    }

    /** Whether there is a fleet. */
    public boolean wanted() {
        return !server.isEmpty();
    }

    boolean encrypted() {
        return isEncrypted(URI.create(server));
    }

    String host() {
        return URI.create(server).getHost().replaceAll("[\\[\\]]", "");
    }

    int port() {
        int port = URI.create(server).getPort();
        return port > 0 ? port : encrypted() ? 8883 : 1883;
    }

    /** The topic on which this house says, or hears, {@code what}. */
    String topic(String what) {
        return "fleet/" + user + "/" + what;
    }

    /**
     * The password, wherever it is written.
     *
     * @throws IOException when {@code passwordFile} cannot be used
     */
    String secret() throws IOException {
        Path file = passwordFile;
        if (file == null) {
            return password;
        }
        if (!Files.isReadable(file)) {
            throw new IOException(
                    "uplink.password_file: "
                            + file
                            + " is no file that the user may read that BSMR runs as");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(
                    "uplink.password_file: "
                            + file
                            + " can be read by everybody: chmod 600 "
                            + file);
        }
        String secret = Files.readString(file).strip();
        if (secret.isEmpty() || secret.contains("\n")) {
            throw new IOException(
                    "uplink.password_file: " + file + " holds no password: write it on one line");
        }
        return secret;
    }

    @Override
    public String toString() {
        return "UplinkSettings[server="
                + server
                + ", user="
                + user
                + ", password="
                + (password.isEmpty() ? "none" : "***")
                + ", passwordFile="
                + passwordFile
                + ", caFile="
                + caFile
                + "]";
    }
}
