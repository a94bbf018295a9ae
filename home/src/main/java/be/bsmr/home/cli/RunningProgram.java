package be.bsmr.home.cli;

import be.bsmr.home.users.Users;
import be.bsmr.home.web.WebSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** The program that runs beside this command on the same configuration, if one does. */
final class RunningProgram {

    /** It is on this machine: what takes longer is not there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebSettings web;
    private final Path users;

    /**
     * @param users the file of those who may come in, beside which the program leaves a token
     */
    RunningProgram(WebSettings web, Path users) {
        this.web = web;
        this.users = users;
    }

    /**
     * What it answers.
     *
     * @param call path and query below the dashboard's address, such as {@code api/state}
     * @return empty when none runs, or another program has its port
     */
    Optional<JsonNode> ask(String call) throws Fault {
        if (!hasAddress()) {
            return Optional.empty();
        }
        HttpResponse<String> answer;
        try {
            answer = send(request(call), HttpResponse.BodyHandlers.ofString());
        } catch (IOException nobodyThere) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        if (answer.statusCode() == 401 && Settings.isServiceOnly()) {
            throw Fault.ofService();
        }
        if (answer.statusCode() == 401) {
            throw Fault.unavailable(
                    "the program at "
                            + address()
                            + " does not let this command in: name its own configuration with"
                            + " --config, and ask as the user that it runs as");
        }
        Optional<JsonNode> said = json(answer.body());
        if (answer.statusCode() == 400 && said.isPresent()) {
            throw Fault.usage(said.get().path("error").asText());
        }
        if (answer.statusCode() == 503 && said.isPresent()) {
            throw Fault.unavailable(
                    "the running program has had no telegram yet: nothing is foreseen; ask again"
                            + " when it has, or let bsmr doctor look at the cable");
        }
        return answer.statusCode() == 200 ? said : Optional.empty();
    }

    /** Whether the configuration says where it would be. */
    boolean hasAddress() {
        return web.enabled() && web.port() != 0;
    }

    /**
     * What changes there, line by line, as {@code GET /api/events} tells it, until one side ends
     * it.
     *
     * @throws IOException when it cannot be heard; the message is for people
     */
    Stream<String> events() throws IOException {
        try {
            HttpResponse<Stream<String>> answer =
                    send(request("api/events"), HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                answer.body().close();
                throw new IOException("HTTP " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /**
     * Asks for something, as the page does. The token of commands only reads: where people sign in,
     * it takes the password of the configuration.
     *
     * @throws IOException when it is not taken; the message is for people
     */
    void tell(String call, String word) throws IOException {
        HttpRequest.Builder request =
                asked(call).header("X-BSMR", "1").POST(HttpRequest.BodyPublishers.ofString(word));
        password().ifPresent(login -> request.header("Authorization", login));
        try {
            HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 202) {
                throw new IOException(
                        json(answer.body())
                                .map(said -> said.path("error").asText())
                                .orElse("HTTP " + answer.statusCode()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private HttpRequest.Builder request(String call) {
        HttpRequest.Builder request = asked(call);
        login().ifPresent(login -> request.header("Authorization", login));
        return request;
    }

    private HttpRequest.Builder asked(String call) {
        return HttpRequest.newBuilder(URI.create(address() + call)).timeout(PATIENCE);
    }

    /** The token that the program left for its commands, else what the configuration says. */
    private Optional<String> login() {
        return Users.ownToken(users).map(secret -> "Bearer " + secret).or(this::password);
    }

    private Optional<String> password() {
        if (web.user() == null) {
            return Optional.empty();
        }
        byte[] both = (web.user() + ":" + web.password()).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE);
        Path certificate = web.tls().certificate();
        if (certificate != null) {
            client.sslContext(OwnCertificate.trusted(certificate));
        }
        return client.build().send(request.build(), body);
    }

    /** Of its dashboard, with the slash at the end. */
    String address() {
        return web.addressHere();
    }

    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.of(new JsonMapper().readTree(body)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException another) {
            return Optional.empty();
        }
    }
}
