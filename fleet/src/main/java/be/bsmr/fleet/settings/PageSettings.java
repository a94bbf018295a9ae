package be.bsmr.fleet.settings;

import java.nio.file.Path;

/**
 * The page for people.
 *
 * @param bind address to listen at
 * @param port 1…65535
 * @param users file with who may come in; beyond this machine it is needed
 */
public record PageSettings(String bind, int port, Path users) {

    static final PageSettings DEFAULT =
            new PageSettings("127.0.0.1", 8090, Path.of("fleet-users.yaml"));

    public PageSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("page.port is 1 to 65535, not " + port);
        }
    }
}
