package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that keeps what it is sent, and answers as a test wants. */
public final class HttpSink implements AutoCloseable {

    /**
     * What came.
     *
     * @param raw the body, a character for each byte
     */
    public record Request(String method, String path, String authorization, String raw) {

        public String text() {
            return new String(bytes(), UTF_8);
        }

        byte[] bytes() {
            return raw.getBytes(ISO_8859_1);
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String words = "ok";

    public HttpSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestHeaders().getFirst("X-Gotify-Key");
            String login = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            String.valueOf(key == null ? login : key),
                            new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1)));
            byte[] said = words.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, said.length);
            exchange.getResponseBody().write(said);
        }
    }

    /** From now on it answers so. */
    public void answers(int newStatus, String newWords) {
        status = newStatus;
        words = newWords;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
