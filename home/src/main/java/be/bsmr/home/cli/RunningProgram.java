package be.bsmr.home.cli;

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
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** The program that runs beside this command on the same configuration, if one does. */
final class RunningProgram {

    /** It is on this machine: what takes longer is not there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebSettings web;

    RunningProgram(WebSettings web) {
        this.web = web;
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
        if (answer.statusCode() == 401) {
            throw Fault.unavailable(
                    "the program at "
                            + address()
                            + " wants another login than web.user and web.password of this"
                            + " configuration; name its own with --config");
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
     * Asks for something, as the page does.
     *
     * @throws IOException when it is not taken; the message is for people
     */
    void tell(String call, String word) throws IOException {
        HttpRequest.Builder request =
                request(call).header("X-BSMR", "1").POST(HttpRequest.BodyPublishers.ofString(word));
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
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + call)).timeout(PATIENCE);
        if (web.user() != null) {
            String login = web.user() + ":" + web.password();
            byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        }
        return request;
    }

    private static <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()
                .send(request.build(), body);
    }

    /** Of its dashboard, with the slash at the end. */
    String address() {
        String host = web.bind();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            host = "127.0.0.1";
        }
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + web.port() + "/";
    }

    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.of(new JsonMapper().readTree(body)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException another) {
            return Optional.empty();
        }
    }
}
