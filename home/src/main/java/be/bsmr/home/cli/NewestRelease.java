package be.bsmr.home.cli;

import be.bsmr.home.guard.OtherServers;
import be.bsmr.home.words.PlainWords;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * What {@code release.json} says, the file that {@code bench/release} lays beside what it makes.
 * Nothing but {@link UpdateCommand} asks for it.
 *
 * @param version such as 0.2.0
 * @param date of its section in CHANGELOG.md
 * @param page where it is to be had, or empty
 * @param notes the section itself
 */
record NewestRelease(String version, LocalDate date, String page, String notes) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** In bytes; a release has some kilobytes to say. */
    private static final int LONGEST = 256 * 1024;

    private static final Pattern VERSION = Pattern.compile("\\d{1,5}(\\.\\d{1,5}){2}");

    /** What could move the cursor or change colours of a terminal; lines and tabs are welcome. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\\n\\t]]");

    /**
     * Asks one address once.
     *
     * @throws Fault when it is not reached or does not answer with a release, saying so
     */
    static NewestRelease at(URI address) throws Fault {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("User-Agent", "bsmr")
                        .build();
        try {
            HttpResponse<InputStream> answer =
                    OtherServers.clientThatFollows(TIMEOUT)
                            .send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw Fault.failed(address + " answers " + answer.statusCode());
                }
                return of(address, body.readNBytes(LONGEST));
            }
        } catch (IOException e) {
            throw Fault.unavailable(
                    "no answer about releases from "
                            + address.getHost()
                            + ": "
                            + PlainWords.ofServer(e)
                            + "; all else works without the internet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.unavailable(new InterruptedIOException("interrupted"));
        }
    }

    private static NewestRelease of(URI address, byte[] said) throws IOException, Fault {
        try {
            JsonNode release = new ObjectMapper().readTree(said);
            String version = release.path("version").asText();
            if (VERSION.matcher(version).matches()) {
                return new NewestRelease(
                        version,
                        LocalDate.parse(release.path("date").asText()),
                        plain(release.path("page").asText()),
                        plain(release.path("notes").asText()).strip());
            }
        } catch (JsonProcessingException | DateTimeParseException e) {
            throw noRelease(address);
        }
        throw noRelease(address);
    }

    private static Fault noRelease(URI address) {
        return Fault.failed("what " + address + " answers is no release of BSMR");
    }

    private static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("");
    }

    /**
     * Whether it is later than {@code other}. What was built between two tags, such as
     * 0.1.0-12-gabc, counts as the first of them.
     */
    boolean isNewerThan(String other) {
        int[] ours = numbers(version);
        int[] theirs = numbers(other);
        for (int i = 0; i < ours.length; i++) {
            if (ours[i] != theirs[i]) {
                return ours[i] > theirs[i];
            }
        }
        return false;
    }

    private static int[] numbers(String version) {
        var found = VERSION.matcher(version);
        if (!found.lookingAt()) {
            return new int[3];
        }
        return Pattern.compile("\\.")
                .splitAsStream(found.group())
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
