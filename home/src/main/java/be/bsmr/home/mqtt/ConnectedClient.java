package be.bsmr.home.mqtt;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to our broker.
 *
 * @param called for the log
 * @param space whose client ids and sessions these are: nobody takes another's by its name
 * @param role null = BSMR itself, which may do everything
 */
record ConnectedClient(String called, String space, @Nullable BrokerRole role) {

    static final ConnectedClient OURSELVES = new ConnectedClient("BSMR", "own", null);

    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9_-]");

    /** The name that Artemis knows the client by; an empty one it makes up by itself. */
    String client(String id) {
        return id.isEmpty() ? "" : space + "-" + UNUSUAL.matcher(id).replaceAll("_");
    }
}
