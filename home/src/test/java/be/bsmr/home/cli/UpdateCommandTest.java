package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.FreePort;
import be.bsmr.home.Programs;
import be.bsmr.home.notify.HttpSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command in a process of its own, and a server that tells of releases. */
class UpdateCommandTest {

    private static final String RELEASE =
            """
            {"version": "7.1.0", "date": "2027-02-03", "page": "https://example.org/bsmr",
             "notes": "- Reads\\u001b[31m more.\\n- Costs\\u202e less."}
            """;

    @TempDir private Path directory;

    private record Ended(int exit, String out, String err) {}

    private Ended update(String... arguments) throws Exception {
        Path err = directory.resolve("err");
        Process process =
                Programs.java(List.of(), Main.class, arguments).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private Ended check(String address, String... more) throws Exception {
        return update(
                Stream.concat(Stream.of("update", "--check", "--from", address), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void saysWhatIsNewAndWhereItIsWithoutWhatWouldMoveTheCursor() throws Exception {
        try (HttpSink server = new HttpSink()) {
            server.answers(200, RELEASE);
            Ended ended = check(server.url() + "/release.json", "--lang", "nl");
            assertThat(ended.err).isEmpty();
            assertThat(ended.out.lines())
                    .containsExactly(
                            "Er is een nieuwere BSMR: 7.1.0, van 2027-02-03. De uwe is"
                                    + " (development).",
                            "",
                            "- Reads[31m more.",
                            "- Costs less.",
                            "",
                            "Te vinden op https://example.org/bsmr");
            assertThat(ended.exit).isZero();
            assertThat(server.requests())
                    .extracting(HttpSink.Request::path)
                    .containsExactly("/release.json");
        }
    }

    @Test
    void tellsProgramsInOneObject() throws Exception {
        try (HttpSink server = new HttpSink()) {
            server.answers(200, RELEASE);
            Ended ended = check(server.url(), "--format", "json");
            assertThat(ended.out)
                    .startsWith("{\"here\":\"(development)\",\"newest\":\"7.1.0\"")
                    .contains("\"is_newer\":true")
                    .endsWith("}\n");
        }
    }

    @Test
    void endsWith3AndOneLineWhereNobodyAnswers() throws Exception {
        Ended ended = check("http://127.0.0.1:" + FreePort.take() + "/release.json");
        assertThat(ended.err)
                .startsWith("bsmr: no answer about releases from 127.0.0.1: ")
                .endsWith("; all else works without the internet\n")
                .hasLineCount(1);
        assertThat(ended.out).isEmpty();
        assertThat(ended.exit).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | not here                                  | answers 404",
                "200 | <html>a page to sign in</html>            | is no release of BSMR",
                "200 | {\"version\": \"newest\", \"date\": \"2027-02-03\"} | is no release of BSMR",
                "200 | {\"version\": \"7.1.0\", \"date\": \"soon\"}      | is no release of BSMR"
            })
    void endsWith1WhereTheAnswerIsNoRelease(int status, String said, String why) throws Exception {
        try (HttpSink server = new HttpSink()) {
            server.answers(status, said);
            Ended ended = check(server.url());
            assertThat(ended.err).contains(why).hasLineCount(1);
            assertThat(ended.exit).isEqualTo(1);
        }
    }

    @Test
    void asksNobodyUnlessItIsToldToAndKnowsWhom() throws Exception {
        Ended unasked = update("update");
        assertThat(unasked.err).contains("bsmr update --check asks what is new");
        assertThat(unasked.exit).isEqualTo(2);
        Ended nowhere = update("update", "--check");
        assertThat(nowhere.err).contains("knows no address of releases", "--from");
        assertThat(nowhere.exit).isEqualTo(2);
        Ended file = check("file:///etc/passwd");
        assertThat(file.err).contains("is no address; one begins with https://");
        assertThat(file.exit).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0.2.0,  0.1.0,            true",
        "0.10.0, 0.9.3,            true",
        "0.2.0,  0.2.0,            false",
        "0.2.0,  0.2.0-12-gabcdef, false",
        "0.2.1,  0.2.0-12-gabcdef, true",
        "0.1.9,  0.2.0,            false",
        "0.0.1,  0.0.0-dev,        true",
        "0.1.0,  (development),    true"
    })
    void knowsWhichOfTwoVersionsIsLater(String newest, String here, boolean newer) {
        NewestRelease release = new NewestRelease(newest, LocalDate.of(2027, 2, 3), "", "");
        assertThat(release.isNewerThan(here)).isEqualTo(newer);
    }
}
