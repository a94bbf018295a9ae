package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.Programs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that the demo's house has of its own. */
@Timeout(240)
class DemoHouseTest {

    private static final Pattern DASHBOARD = Pattern.compile("Dashboard: (http://\\S+)");

    @TempDir private Path folder;
    private Process program;
    private String said;

    @AfterEach
    void stop() {
        if (program != null) {
            program.destroyForcibly();
        }
    }

    @Test
    void whatThePageSetsStaysAndNobodysOwnFileIsTouched() throws Exception {
        Path ours = folder.resolve("bsmr.yaml");
        Files.writeString(ours, "goal_w: 9000\n");
        String address;
        try (ServerSocket taken = taken(8080)) {
            address = begin();
            assertThat(taken == null || taken.isBound()).isTrue();
            assertThat(said).as("why it is not on 8080").contains(" 8080 ");
        }
        Path file = folder.resolve("data/demo.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("goal_w: 0\n", "  area: imewo\n", "  - id: heat-pump\n")
                .doesNotContain("{");
        await().until(() -> state(address).path("quarter").path("target_w").asInt() > 0);
        long at = meterSeconds(address);

        JsonNode told = ask(address, "{\"goal_w\": \"7500\", \"loads[boiler].name\": \"Kelder\"}");
        assertThat(told.path("saved").asBoolean()).isTrue();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> state(address).path("quarter").path("target_w").asInt() == 7500);
        assertThat(state(address).toString()).contains("Kelder");
        assertThat(meterSeconds(address)).as("the same house lives on").isBetween(at, at + 100);
        program.destroy();
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();

        String again = begin();
        await().until(() -> state(again).path("quarter").path("target_w").asInt() == 7500);
        assertThat(Files.readString(file)).contains("# Your own aim", "goal_w: 7500");
        assertThat(Files.readString(ours)).isEqualTo("goal_w: 9000\n");
    }

    /** Has the port now; nothing when another program does. */
    private static @Nullable ServerSocket taken(int port) throws IOException {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (BindException already) {
            return null;
        }
    }

    private String begin() throws IOException {
        Path output = Files.createTempFile(folder, "said", ".txt");
        program =
                Programs.java(List.of(), Main.class, "demo")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> DASHBOARD.matcher(Files.readString(output)).find());
        said = Files.readString(output);
        Matcher address = DASHBOARD.matcher(said);
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    private static long meterSeconds(String address) throws Exception {
        return java.time.OffsetDateTime.parse(state(address).path("reading").path("time").asText())
                .toEpochSecond();
    }

    private static JsonNode state(String address) throws Exception {
        return sent(HttpRequest.newBuilder(URI.create(address + "api/state")).build());
    }

    private static JsonNode ask(String address, String changes) throws Exception {
        return sent(
                HttpRequest.newBuilder(URI.create(address + "api/settings"))
                        .header("X-BSMR", "1")
                        .POST(BodyPublishers.ofString(changes))
                        .build());
    }

    private static JsonNode sent(HttpRequest request) throws Exception {
        return new JsonMapper()
                .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }
}
