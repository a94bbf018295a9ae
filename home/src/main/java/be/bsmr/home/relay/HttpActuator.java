package be.bsmr.home.relay;

import be.bsmr.control.Actuation;
import be.bsmr.home.guard.OtherServers;
import be.bsmr.home.words.PlainWords;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A load that is switched by HTTP requests, one at a time. Its reply is its word; where it can be
 * asked how it stands, that is believed more.
 */
public final class HttpActuator extends RemoteActuator {

    /** A plug in the same house answers in a tenth of that. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** No answer of a plug is longer; what is behind it is not read. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final HttpActuatorSettings settings;
    private final HttpClient client = OtherServers.client(TIMEOUT);

    public HttpActuator(HttpActuatorSettings settings, Actuation actuation) {
        super(
                actuation,
                settings.answer().statePath() != null,
                settings.answer().valuePath() != null,
                settings.repeatS());
        this.settings = settings;
    }

    @Override
    void shed() throws IOException {
        sendIf("shed", settings.requests().shed(), 0);
    }

    @Override
    void restore() throws IOException {
        sendIf("restore", settings.requests().restore(), 0);
    }

    @Override
    void set(int value) throws IOException {
        sendIf("set", settings.requests().set(), value);
    }

    @Override
    public void close() {}

    @Override
    Sight sight() throws IOException {
        if (settings.answer().look() == null) {
            return Sight.NOTHING;
        }
        String answer = send("look", settings.answer().look(), 0);
        Optional<Boolean> on =
                settings.answer().statePath() == null
                        ? Optional.empty()
                        : Payload.at(settings.answer().statePath(), answer)
                                .map(word -> !settings.answer().isOff(word));
        return new Sight(
                on.orElse(null),
                number(settings.answer().valuePath(), answer).orElse(null),
                number(settings.answer().powerPath(), answer).map(Power::new).orElse(null));
    }

    private static Optional<Integer> number(@Nullable String path, String answer) {
        return path == null ? Optional.empty() : Payload.numberAt(path, answer);
    }

    private void sendIf(String key, @Nullable String request, int value) throws IOException {
        if (request != null) {
            Object unused = send(key, request, value);
        }
    }

    private String send(String key, String request, int value) throws IOException {
        HttpCall call = HttpCall.parse(key, request);
        String body = call.body(value);
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(call.uri(value))
                        .timeout(TIMEOUT)
                        .method(
                                call.method(),
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (body.startsWith("{") || body.startsWith("[")) {
            builder.header("Content-Type", "application/json");
        }
        if (settings.login().user() != null && settings.login().password() != null) {
            builder.header(
                    "Authorization", basic(settings.login().user(), settings.login().password()));
        }
        String host = call.uri(value).getHost();
        try {
            HttpResponse<InputStream> response =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                String text = new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
                if (response.statusCode() / 100 != 2) {
                    throw new Refused(host + " answers " + response.statusCode());
                }
                return text;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (Refused e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(host + " does not answer: " + PlainWords.ofServer(e), e);
        }
    }

    /** It was reached, and says no. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
