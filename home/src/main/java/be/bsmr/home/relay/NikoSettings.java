package be.bsmr.home.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket or a relay of Niko Home Control II, through the hobby API of its controller.
 *
 * @param host name or address of the controller
 * @param port 8884 when left out (null)
 * @param ca PEM file with the certificate of the controller, or of who signed it
 * @param tokenFile holds the token that Niko's page gave, one line
 * @param uuid of the device, as {@code devices.list} shows it
 */
public record NikoSettings(String host, Integer port, Path ca, Path tokenFile, String uuid) {

    private static final String USER = "hobby";

    public NikoSettings {
        port = Objects.requireNonNullElse(port, 8884);
        DeviceBroker.check("Niko's controller", host, port);
        require("ca", "the certificate that the controller shows, such as niko.pem", ca);
        require("token_file", "the token of mynikohomecontrol.niko.eu, in a file", tokenFile);
        if (uuid == null || !uuid.matches("[0-9a-zA-Z-]{8,64}")) {
            throw new IllegalArgumentException(
                    "uuid is which device of Niko it is, such as"
                            + " 61ce8b0a-4f64-4f4f-9d0c-3a5c1f2e7b10: write it");
        }
    }

    private static void require(String key, String what, @Nullable Path file) {
        if (file == null || file.toString().isBlank()) {
            throw new IllegalArgumentException(key + " is " + what + ": write where it lies");
        }
    }

    /**
     * The broker in the controller.
     *
     * @throws IOException when there is no token
     */
    public DeviceBroker broker() throws IOException {
        return new DeviceBroker(host, port, true, ca, USER, token());
    }

    private String token() throws IOException {
        if (!Files.isReadable(tokenFile)) {
            throw new IOException(
                    "niko.token_file: "
                            + tokenFile
                            + " is no file that BSMR may read: write where the token lies");
        }
        if (tokenFile.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(tokenFile)
                        .contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(
                    "niko.token_file: "
                            + tokenFile
                            + " can be read by everybody: chmod 600 "
                            + tokenFile);
        }
        String token = Files.readString(tokenFile).strip();
        if (token.isEmpty() || token.contains("\n")) {
            throw new IOException(
                    "niko.token_file: " + tokenFile + " holds no token: one line, as Niko gave it");
        }
        return token;
    }
}
