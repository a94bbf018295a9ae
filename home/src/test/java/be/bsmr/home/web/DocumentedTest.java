package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.source.Overheard;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the dashboard answers to programs stands in {@code docs/http.md} and {@code docs/mqtt.md}.
 */
class DocumentedTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/state",
                "api/link",
                "api/decisions",
                "api/bill",
                "api/telegram",
                "healthz",
                "api/whatif?load_w=2500&for_s=5400"
            })
    void eachKeyOfAnAnswerIsDocumented(String call) throws Exception {
        Set<String> keys = new TreeSet<>();
        Overheard heard = new Overheard(InstantSource.system());
        try (Dashboard dashboard =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", 0, null, null),
                        Pages.access(),
                        Pages.answers(true, heard))) {
            dashboard.start();
            House house =
                    new House(
                            DashboardPictures.SETTINGS,
                            House.Wiring.STAR,
                            Instant.parse("2026-01-13T17:00:00Z"),
                            dashboard::show);
            house.heardBy(heard::hear).seconds(1000, 6500);
            HttpRequest asked =
                    HttpRequest.newBuilder(URI.create(dashboard.address() + call)).build();
            gather(
                    JSON.readTree(
                            HttpClient.newHttpClient().send(asked, BodyHandlers.ofString()).body()),
                    keys);
        }
        String docs =
                Files.readString(Path.of("../docs/http.md"))
                        + Files.readString(Path.of("../docs/mqtt.md"))
                        + Files.readString(Path.of("../docs/decode.md"));
        assertThat(keys).hasSizeGreaterThan(3);
        assertThat(keys)
                .as("keys that no page of docs names")
                .filteredOn(k -> !k.matches(".*_l[23]_.*")) // as those of L1
                .filteredOn(k -> !docs.contains("`" + k + "`") && !docs.contains('"' + k + '"'))
                .isEmpty();
    }

    private static void gather(JsonNode node, Set<String> keys) {
        node.fieldNames().forEachRemaining(keys::add);
        node.forEach(child -> gather(child, keys));
    }
}
