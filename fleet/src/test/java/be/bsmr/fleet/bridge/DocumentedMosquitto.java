package be.bsmr.fleet.bridge;

import be.bsmr.fleet.RunningProgram;
import be.bsmr.fleet.local.LocalKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real mosquitto, set up as docs/fleet-bridge.md says, with other paths, fewer messages in
 * flight, and users whose passwords are {@code secret of} and their name.
 */
public final class DocumentedMosquitto implements AutoCloseable {

    public static final String BRIDGE = "bridge";

    private final Path folder;
    private final int port;
    private final int encrypted;
    private RunningProgram program;

    public DocumentedMosquitto(Path folder, Certificates certificates, String... users)
            throws Exception {
        this.folder = Files.createDirectories(folder);
        port = LocalKafka.freePort();
        encrypted = LocalKafka.freePort();
        Path passwords = folder.resolve("passwords");
        List<String> lines = new ArrayList<>(List.of(BRIDGE + ":" + password(BRIDGE)));
        for (String user : users) {
            lines.add(user + ":" + password(user));
        }
        Files.write(passwords, lines);
        RunningProgram hashed =
                RunningProgram.start("mosquitto_passwd", "-U", passwords.toString());
        if (hashed.ended() != 0) {
            throw new IOException(hashed.said().toString());
        }
        Path acl = Files.writeString(folder.resolve("acl"), documented("acl"));
        String conf =
                documented("mosquitto.conf")
                        .replace("listener 8883", "listener " + encrypted + " 127.0.0.1")
                        .replace("/etc/mosquitto/fleet.crt", certificates.file("server").toString())
                        .replace("/etc/mosquitto/fleet.key", certificates.key("server").toString())
                        .replace("/etc/mosquitto/fleet.passwords", passwords.toString())
                        .replace("/etc/mosquitto/fleet.acl", acl.toString())
                        .replace("max_inflight_messages 20000", "max_inflight_messages 500")
                        .replace("/var/lib/mosquitto/", folder + "/");
        // Started by root it would become a user who may not read our directory.
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                conf + "\nuser root\nlistener " + port + " 127.0.0.1\n");
        start();
    }

    /** A block of the page. */
    static String documented(String name) throws IOException {
        String page = Files.readString(Path.of("../docs/fleet-bridge.md"), StandardCharsets.UTF_8);
        Matcher block =
                Pattern.compile("# " + Pattern.quote(name) + "\\n(.*?)```", Pattern.DOTALL)
                        .matcher(page);
        if (!block.find()) {
            throw new AssertionError("docs/fleet-bridge.md has no " + name);
        }
        return block.group(1);
    }

    void start() throws IOException {
        program =
                RunningProgram.start("mosquitto", "-v", "-c", folder.resolve("mosquitto.conf") + "")
                        .await("running");
    }

    /** Asks it to end; what it keeps is on disk then. */
    void stop() throws InterruptedException {
        int unused = program.stop();
    }

    public List<String> said() {
        return program.said();
    }

    public int port() {
        return port;
    }

    public static String password(String user) {
        return "secret of " + user;
    }

    /** As the bridge knows it. */
    MqttServer server() {
        return new MqttServer("127.0.0.1", port, false, null, BRIDGE, password(BRIDGE));
    }

    MqttServer encrypted(@Nullable Path ca) {
        return new MqttServer("127.0.0.1", encrypted, true, ca, BRIDGE, password(BRIDGE));
    }

    static Map<String, String> kafka(LocalKafka kafka) {
        return Map.of("bootstrap.servers", kafka.address());
    }

    @Override
    public void close() {
        program.close();
    }
}
