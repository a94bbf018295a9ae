package be.bsmr.home.prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.guard.OtherServers;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A server that is asked over HTTP; what it says has bounds. */
final class PriceServer {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Bytes; two days of quarters are 10 kB of JSON, 60 kB of XML. */
    private static final int MOST = 2_000_000;

    private final HttpClient client = OtherServers.client(TIMEOUT);
    private final URI address;

    PriceServer(String address) {
        this.address = URI.create(address);
    }

    /**
     * An answer, whatever it says.
     *
     * @param status of HTTP
     */
    record Answer(int status, String body) {}

    /**
     * @param asked names and values, of letters that need no encoding
     * @throws IOException when there is no answer, or none with an end; names only the host, since
     *     what was asked may hold a token
     */
    Answer get(Map<String, String> asked) throws IOException {
        String query =
                asked.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining("&", "?", ""));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + query)).timeout(TIMEOUT).build();
        try {
            HttpResponse<InputStream> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream said = answer.body()) {
                return new Answer(answer.statusCode(), bounded(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("asking was interrupted");
        } catch (IOException e) {
            throw new IOException(this + ": " + PlainWords.ofServer(e), e);
        }
    }

    private static String bounded(InputStream said) throws IOException {
        // A server that never ends its answer must not keep us for ever.
        CompletableFuture.delayedExecutor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> close(said));
        byte[] bytes = said.readNBytes(MOST + 1);
        if (bytes.length > MOST) {
            throw new IOException("its answer is larger than any list of prices");
        }
        return new String(bytes, UTF_8);
    }

    private static void close(InputStream said) {
        try {
            said.close();
        } catch (IOException e) {
            // It was closed already.
        }
    }

    /** The beginning of what was said, in one line. */
    static String beginning(String said) {
        String line =
                said.substring(0, Math.min(said.length(), 200))
                        .replaceAll("[\\p{Cntrl}\\s]+", " ")
                        .strip();
        return line.isEmpty() ? "nothing" : "'" + line + "'";
    }

    /** Its name alone. */
    @Override
    public String toString() {
        return address.getHost();
    }
}
