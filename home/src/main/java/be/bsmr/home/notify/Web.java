package be.bsmr.home.notify;

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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends the requests of all channels that speak HTTP. */
final class Web {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Bytes of what a server says when it refuses. */
    private static final int MOST_HEARD = 4096;

    /** Characters of it that are shown. */
    private static final int MOST_SHOWN = 200;

    /** What is shorter, such as the path {@code /}, hides nothing and stands everywhere. */
    private static final int SHORTEST_SECRET = 4;

    private final HttpClient client = OtherServers.client(TIMEOUT);

    /** A request to a server, with JSON as its body. */
    static HttpRequest.Builder json(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8));
    }

    static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /**
     * @param secrets that the server must not have us repeat; null = none
     * @throws IOException when the server does not take it; names only its host, since an address
     *     may hold a secret
     */
    void send(HttpRequest.Builder builder, List<@Nullable String> secrets) throws IOException {
        HttpRequest request = builder.timeout(TIMEOUT).build();
        String host = request.uri().getHost();
        HttpResponse<InputStream> answer;
        try {
            answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("sending was interrupted");
        } catch (IOException e) {
            throw new IOException(host + ": " + PlainWords.ofServer(e), e);
        }
        try (InputStream said = answer.body()) {
            if (answer.statusCode() / 100 != 2) {
                String words = withoutSecrets(firstLine(said), secrets);
                throw new IOException(host + " answers " + answer.statusCode() + " " + words);
            }
        }
    }

    private static String firstLine(InputStream said) throws IOException {
        // A server that never ends its answer must not keep us for ever.
        CompletableFuture.delayedExecutor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> close(said));
        String line =
                new String(said.readNBytes(MOST_HEARD), UTF_8)
                        .strip()
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceAll("\\p{Cntrl}", "?");
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
    }

    private static void close(InputStream said) {
        try {
            said.close();
        } catch (IOException e) {
            // It was closed already.
        }
    }

    private static String withoutSecrets(String words, List<@Nullable String> secrets) {
        String shown = words;
        for (String secret : secrets) {
            if (secret != null && secret.length() >= SHORTEST_SECRET) {
                shown = shown.replace(secret, "…");
            }
        }
        return shown;
    }
}
