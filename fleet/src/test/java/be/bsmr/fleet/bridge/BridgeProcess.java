package be.bsmr.fleet.bridge;

import be.bsmr.fleet.RunningProgram;
import be.bsmr.fleet.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** A bridge in a process of its own, which a test can kill. */
final class BridgeProcess {

    private BridgeProcess() {}

    /** Begins one, and waits until it carries. */
    static RunningProgram start(String... arguments) throws IOException {
        return RunningProgram.java(Path.of("."), BridgeProcess.class, arguments).await("carries");
    }

    /** MQTT port, Kafka's address, tenant, name. */
    public static void main(String[] arguments) throws Exception {
        MqttServer mqtt =
                new MqttServer(
                        "127.0.0.1",
                        Integer.parseInt(arguments[0]),
                        false,
                        null,
                        DocumentedMosquitto.BRIDGE,
                        DocumentedMosquitto.password(DocumentedMosquitto.BRIDGE));
        Bridge bridge =
                Bridge.open(
                        new BridgeSettings(
                                mqtt,
                                Map.of("bootstrap.servers", arguments[1]),
                                new Topics(arguments[2]),
                                new Pseudonym("0123456789abcdef0123456789abcdef"),
                                arguments[3],
                                Part.ALL,
                                Part.ALL,
                                null),
                        InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(bridge::close));
        System.out.println("carries");
        Thread.currentThread().join();
    }
}
