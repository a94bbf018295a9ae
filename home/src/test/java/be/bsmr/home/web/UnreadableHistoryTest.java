package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.site.SiteSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that was spoiled while the program runs. */
class UnreadableHistoryTest {

    @TempDir private Path folder;

    @Test
    void whatCannotBeReadIsSaidSoInsteadOfAnAnswerThatLooksWhole() throws Exception {
        Path file = folder.resolve("bsmr.db");
        try (Store store =
                Store.open(
                        StoreSettings.of(file, 10, 0), Clock.systemUTC(), SiteSettings.BELGIUM)) {
            SiteAccess site =
                    new SiteAccess(
                            Set.of(),
                            Clock.systemUTC(),
                            input -> {},
                            () -> input -> {},
                            new LatestState(),
                            new ProgramHealth(),
                            () -> Optional.of(store.history()));
            try (Dashboard dashboard = Pages.dashboard(site, Pages.answers(false))) {
                dashboard.start();
                URI quarters =
                        dashboard
                                .address()
                                .resolve(
                                        "api/v1/history?each=quarter&from=2026-01-13&to=2026-01-14");
                assertThat(get(quarters).statusCode()).isEqualTo(200);
                Files.write(file, new byte[100_000]);
                Files.deleteIfExists(folder.resolve("bsmr.db-wal"));
                HttpResponse<String> answer = get(quarters);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(new ApiDocument().faults("GET", "/history", answer)).isEmpty();
            }
        }
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
