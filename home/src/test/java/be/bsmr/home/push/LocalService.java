package be.bsmr.home.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A real HTTP server that keeps what it takes, and answers as a service does. */
final class LocalService implements AutoCloseable {

    private static final Answer OK = new Answer(200, "OK 200: Added Status", Map.of());

    private final HttpServer server;

    /** What it took, oldest first. */
    final List<Request> taken = new CopyOnWriteArrayList<>();

    /** What it refused, oldest first. */
    final List<Request> refused = new CopyOnWriteArrayList<>();

    private volatile Function<Request, Answer> answers = request -> OK;

    record Request(String path, Headers headers, String body) {}

    record Answer(int status, String words, Map<String, String> headers) {

        static Answer of(int status, String words) {
            return new Answer(status, words, Map.of());
        }
    }

    LocalService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request =
                    new Request(
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders(),
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Answer answer = answers.apply(request);
            (answer.status() / 100 == 2 ? taken : refused).add(request);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] words = answer.words().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), words.length);
            exchange.getResponseBody().write(words);
        }
    }

    void takes() {
        answers = request -> OK;
    }

    void answers(Function<Request, Answer> how) {
        answers = how;
    }

    void answers(Answer answer) {
        answers = request -> answer;
    }

    static Answer ok() {
        return OK;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
