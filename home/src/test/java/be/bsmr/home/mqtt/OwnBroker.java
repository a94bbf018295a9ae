package be.bsmr.home.mqtt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own broker for tests: on loopback, at a port that is free. */
final class OwnBroker {

    private OwnBroker() {}

    /**
     * Started; close it.
     *
     * @param user null = no password
     */
    static EmbeddedBroker start(Path directory, @Nullable String user, @Nullable String password)
            throws IOException {
        BrokerSettings settings =
                new BrokerSettings(true, "127.0.0.1", 0, user, password, List.of(), List.of());
        EmbeddedBroker broker = new EmbeddedBroker(MqttSettings.DEFAULT.with(settings), directory);
        broker.start();
        return broker;
    }
}
