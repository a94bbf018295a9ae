package be.bsmr.fleet.settings;

import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.web.WebSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * The page for people.
 *
 * @param web where it listens, with which certificate, behind which proxy
 * @param users file with who may come in; beyond this machine it is needed
 */
public record PageSettings(WebSettings web, Path users) {

    static final PageSettings DEFAULT =
            new PageSettings(
                    ConfigFile.with(WebSettings.DEFAULT, Map.of("port", 8090)),
                    Path.of("users.yaml"));
}
