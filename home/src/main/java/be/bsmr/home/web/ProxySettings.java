package be.bsmr.home.web;

import be.bsmr.home.config.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * The way to the dashboard through a proxy that stands before it.
 *
 * @param proxies addresses or ranges whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto}
 *     are believed
 * @param hosts names under which the dashboard is reached, besides those of this machine
 */
public record ProxySettings(List<String> proxies, List<String> hosts) {

    static final ProxySettings NONE = new ProxySettings(List.of(), List.of());

    public ProxySettings {
        proxies = List.copyOf(proxies);
        hosts = hosts.stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).toList();
        for (String range : proxies) {
            try {
                Object unused = AddressRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("web.proxies: " + e.getMessage(), e);
            }
        }
        for (String host : hosts) {
            if (!host.matches("[a-z0-9.-]+|\\[[0-9a-f:]+]")) {
                throw new IllegalArgumentException(
                        "web.hosts: '"
                                + host
                                + "' is no name: write it as in the browser, without http:// and"
                                + " port, such as bsmr.example.be");
            }
        }
    }

    boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(range -> AddressRange.parse(range).contains(address));
    }
}
