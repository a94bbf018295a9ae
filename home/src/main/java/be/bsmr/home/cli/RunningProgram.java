package be.bsmr.home.cli;

import be.bsmr.home.users.Users;
import be.bsmr.home.web.WebSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

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
        if (!web.enabled() || web.port() == 0) {
            return Optional.empty();
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + call)).timeout(PATIENCE);
        login().ifPresent(login -> request.header("Authorization", login));
        HttpResponse<String> answer;
        try {
            HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
            Path certificate = web.tls().certificate();
            if (certificate != null) {
                client.sslContext(OwnCertificate.trusted(certificate));
            }
            answer = client.build().send(request.build(), HttpResponse.BodyHandlers.ofString());
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

    /** The token that the program left for its commands, else what the configuration says. */
    private Optional<String> login() {
        Optional<String> token = Users.ownToken(users).map(secret -> "Bearer " + secret);
        if (token.isPresent() || web.user() == null) {
            return token;
        }
        byte[] both = (web.user() + ":" + web.password()).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }

    private String address() {
        String host = web.bind();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            host = "127.0.0.1";
        }
        String scheme = web.tls().isOn() ? "https://" : "http://";
        return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + web.port() + "/";
    }

    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.of(new JsonMapper().readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException another) {
            return Optional.empty();
        }
    }
}
