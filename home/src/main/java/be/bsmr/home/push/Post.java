package be.bsmr.home.push;

import be.bsmr.home.guard.OtherServers;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests to one service, and tells its answers without the secrets in them. */
final class Post {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Characters of an answer that are shown. */
    private static final int MOST_SHOWN = 200;

    private static final int TOO_MANY = 429;

    /** Request timeout, too early: the same may be taken later. */
    private static final Set<Integer> NOT_NOW = Set.of(408, 425);

    /** Of who sends, or of the address, whatever is sent. */
    private static final Set<Integer> NOT_YOU = Set.of(401, 403, 404, 405, 407, 410);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration USUAL = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final HttpClient client = OtherServers.client(TIMEOUT);
    private final List<String> secrets;

    /** The service understood, and does not want it: sending the same again does not help. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final boolean ofAll;

        /**
         * @param ofAll whether it is who sends, or the address, whatever is sent
         */
        Refused(String message, boolean ofAll) {
            super(message);
            this.ofAll = ofAll;
        }

        boolean ofAll() {
            return ofAll;
        }
    }

    /** The service says when it wants to be asked again. */
    static final class NotNow extends IOException {
        private static final long serialVersionUID = 1;

        private final Duration pause;

        /**
         * @param seconds from now; empty when the service does not say
         */
        NotNow(String message, OptionalLong seconds) {
            super(message);
            Duration asked = seconds.isPresent() ? Duration.ofSeconds(seconds.getAsLong()) : USUAL;
            pause =
                    asked.compareTo(SHORTEST) < 0
                            ? SHORTEST
                            : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        }

        /** A minute to a day. */
        Duration pause() {
            return pause;
        }
    }

    /**
     * What a service said.
     *
     * @param words its first line, without secrets
     */
    record Answer(String host, int status, String words, HttpResponse<String> whole) {

        /** A header that is a number of seconds. */
        OptionalLong seconds(String header) {
            try {
                return whole.headers().firstValueAsLong(header);
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
        }

        String told() {
            return host + " answers " + status + " " + words;
        }

        /**
         * Everything is well when this returns.
         *
         * @throws IOException as {@link Outlet#send} says
         */
        void requireTaken() throws IOException {
            if (status / 100 == 2) {
                return;
            }
            if (status == TOO_MANY) {
                throw new NotNow(told(), seconds("Retry-After"));
            }
            if (status / 100 == 5 || NOT_NOW.contains(status)) {
                throw new IOException(told());
            }
            throw new Refused(told(), NOT_YOU.contains(status) || status / 100 == 3);
        }
    }

    /**
     * @param secrets that the service must not have us repeat
     */
    Post(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Sends a request, once.
     *
     * @throws IOException when there is no answer; names only the host, since an address may hold a
     *     secret
     */
    Answer send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.timeout(TIMEOUT).build();
        String host = request.uri().getHost();
        // Also a service that never ends its answer must not keep us for ever.
        CompletableFuture<HttpResponse<String>> coming =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> answer = coming.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return new Answer(host, answer.statusCode(), words(answer.body()), answer);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("sending was interrupted");
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException(host + ": it does not end its answer", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(host + ": " + PlainWords.ofServer(cause), cause);
        }
    }

    private String words(String body) {
        String line = body.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
        for (String secret : secrets) {
            line = line.replace(secret, "…");
        }
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
    }
}
