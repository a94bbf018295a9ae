package be.bsmr.home.web;

import be.bsmr.home.config.AddressRange;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who comes through a proxy that is listed is taken for whom the proxy says he is, and so is how he
 * came. From anybody else the same headers mean nothing.
 */
final class Forwarded implements HttpHandler {

    private final ProxySettings settings;
    private final HttpHandler next;

    Forwarded(ProxySettings settings, HttpHandler next) {
        this.settings = settings;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (settings.isProxy(exchange.getSourceAddress().getAddress())) {
            client(exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR))
                    .ifPresent(who -> exchange.setSourceAddress(new InetSocketAddress(who, 0)));
            String how = exchange.getRequestHeaders().getFirst(Headers.X_FORWARDED_PROTO);
            if (how != null) {
                exchange.setRequestScheme(how.equalsIgnoreCase("https") ? "https" : "http");
            }
        }
        next.handleRequest(exchange);
    }

    /** The last address that is no proxy's: those before it the visitor may have made up. */
    private Optional<InetAddress> client(@Nullable HeaderValues said) {
        if (said == null) {
            return Optional.empty();
        }
        String[] way = String.join(",", said).split(",", -1);
        InetAddress nearest = null;
        for (int i = way.length - 1; i >= 0; i--) {
            try {
                nearest = AddressRange.address(way[i].strip());
            } catch (UnknownHostException notAnAddress) {
                break;
            }
            if (!settings.isProxy(nearest)) {
                break;
            }
        }
        return Optional.ofNullable(nearest);
    }
}
