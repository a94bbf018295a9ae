package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.series.Bookmark;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.UsersFile;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other users of the machine find of a house, whatever the umask is. */
class OtherUsersTest {

    private static final String SECRET = "vier woorden om te onthouden";

    @TempDir private Path folder;

    @BeforeAll
    static void quiet() {
        LogLines.unchanged();
    }

    @Test
    void readNothingOfAllThatIsKept() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path backups = Files.createDirectory(folder.resolve("backups"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        HomeConfig config =
                HomeConfig.read(
                        Files.writeString(
                                folder.resolve("bsmr.yaml"),
                                """
                                store:
                                  file: %s
                                  commit_seconds: 1
                                  backup: {folder: %s, every_hours: 1}
                                web: {port: 0}
                                mqtt: {broker: {port: %d}}
                                notify: {mqtt: true}
                                """
                                        .formatted(
                                                data.resolve("bsmr.db"),
                                                backups,
                                                FreePort.take())));
        Instant now = Clock.systemUTC().instant();
        UsersFile.EMPTY.withUser("ann", Role.OWNER, SECRET, now).write(config.usersFile());
        SimulatedMeter meter =
                new SimulatedMeter(
                        new Household(
                                5, now.minusSeconds(7200), SiteSettings.BELGIUM, Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        200);
        try (Home home = Home.of(config, meter)) {
            home.start();
            signIn(home.dashboard().orElseThrow());
            new Bookmark(config.store().file(), "uplink").write(now);
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    names(data).containsAll(List.of("sessions", "commands.token"))
                                            && names(data).stream()
                                                    .anyMatch(name -> name.endsWith("-seconds"))
                                            && !names(backups).isEmpty());
            assertThat(openToOthers(data)).isEmpty();
            assertThat(openToOthers(backups)).isEmpty();
        }
        assertThat(openToOthers(data)).isEmpty();
    }

    private static void signIn(URI page) throws Exception {
        HttpRequest form =
                HttpRequest.newBuilder(page.resolve("login"))
                        .POST(
                                BodyPublishers.ofString(
                                        "user=ann&password=" + SECRET.replace(' ', '+')))
                        .build();
        assertThat(
                        HttpClient.newHttpClient()
                                .send(form, BodyHandlers.discarding())
                                .headers()
                                .firstValue("Set-Cookie"))
                .isPresent();
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Files and folders below one that others may read, write or enter. */
    private static List<String> openToOthers(Path folder) throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !file.equals(folder))
                    .map(OtherUsersTest::shown)
                    .filter(
                            line ->
                                    !line.startsWith("rw------- ")
                                            && !line.startsWith("rwx------ "))
                    .toList();
        }
    }

    private static String shown(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " " + file;
        } catch (java.io.IOException gone) {
            return "rw------- gone";
        }
    }
}
