package be.bsmr.home.web;

import be.bsmr.home.web.api.Answers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers only those who call this machine by one of its own names. Without it, any web page that
 * the owner visits could point a name of its own at 127.0.0.1 and read the meter (DNS rebinding).
 */
final class HostCheck implements HttpHandler {

    private final Set<String> names;
    private final HttpHandler next;

    HostCheck(Set<String> names, HttpHandler next) {
        this.names = names;
        this.next = next;
    }

    /** What a browser on this machine may call it, and what the proxy before it is called. */
    static Set<String> loopbackNames(WebSettings settings) {
        String bind = settings.bind();
        Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        names.addAll(settings.proxy().hosts());
        names.add(bind.contains(":") ? "[" + bind + "]" : bind.toLowerCase(Locale.ROOT));
        ownName()
                .ifPresent(
                        name -> {
                            names.add(name);
                            names.add(name.endsWith(".local") ? name : name + ".local");
                        });
        return names;
    }

    /** This machine's name. Read, not resolved: asking DNS for our own name can hang a start. */
    static Optional<String> ownName() {
        Optional<String> name = readName(Path.of("/etc/hostname"));
        return name.isPresent()
                ? name
                : name(System.getenv("COMPUTERNAME")).or(() -> name(System.getenv("HOSTNAME")));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        if (host != null && names.contains(withoutPort(host.toLowerCase(Locale.ROOT)))) {
            next.handleRequest(exchange);
            return;
        }
        Answers.turnAway(
                exchange,
                StatusCodes.FORBIDDEN,
                "This dashboard answers on its own machine only: open http://localhost/; the name"
                        + " that a proxy has stands in web.hosts");
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static Optional<String> readName(Path file) {
        try {
            return name(Files.readString(file));
        } catch (IOException notThisKindOfMachine) {
            return Optional.empty();
        }
    }

    private static Optional<String> name(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(t -> t.strip().toLowerCase(Locale.ROOT))
                .filter(t -> t.matches("[a-z0-9.-]+"));
    }
}
