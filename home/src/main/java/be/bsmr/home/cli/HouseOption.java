package be.bsmr.home.cli;

import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.settings.HomeConfig;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which house a command looks at, and the way there. */
final class HouseOption {

    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[^\\]]+]|[^:\\s]+)(?::(\\d{1,5}))?");
    private static final int USUAL_PORT = 1883;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "says where the dashboard is and its login, or the broker (default: "
                            + Settings.USUAL_IN_WORDS
                            + ")")
    private @Nullable Path configFile;

    @Option(
            names = "--mqtt",
            paramLabel = "HOST[:PORT]",
            arity = "0..1",
            fallbackValue = "",
            description = "through this broker; without HOST through that of the configuration")
    private @Nullable String mqtt;

    HomeConfig config() throws Fault {
        return Settings.readIfMay(configFile);
    }

    /**
     * The house, not yet listened to.
     *
     * @throws Fault when nothing says where it is, or the program there does not let this one in
     */
    WatchedHouse open(HomeConfig config) throws Fault {
        if (mqtt != null) {
            MqttSettings settings = config.sinks().mqtt();
            try {
                return new HouseOverMqtt(settings, link(settings, mqtt));
            } catch (IllegalArgumentException e) {
                throw Fault.usage(String.valueOf(e.getMessage()));
            }
        }
        RunningProgram program = new RunningProgram(config.sinks().web(), config.usersFile());
        if (!program.hasAddress()) {
            throw Fault.usage(
                    "the configuration names no dashboard to ask: set web.port, or name a broker"
                            + " with --mqtt");
        }
        // A login that is wrong is better said at once.
        var unused = program.ask("api/link");
        return new HouseOverHttp(program);
    }

    private static MqttLink link(MqttSettings settings, String address) throws Fault {
        if (address.isEmpty()) {
            return MqttLink.forWatching(settings);
        }
        Matcher m = ADDRESS.matcher(address);
        int port = m.matches() && m.group(2) != null ? Integer.parseInt(m.group(2)) : USUAL_PORT;
        if (!m.matches() || port < 1 || port > 65_535) {
            throw Fault.usage(
                    "--mqtt '"
                            + address
                            + "' is no broker; write HOST or HOST:PORT, its user and password as"
                            + " mqtt.user and mqtt.password in the configuration");
        }
        return MqttLink.forWatching(settings, m.group(1).replaceAll("[\\[\\]]", ""), port);
    }
}
