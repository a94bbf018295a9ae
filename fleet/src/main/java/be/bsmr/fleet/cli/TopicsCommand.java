package be.bsmr.fleet.cli;

import be.bsmr.fleet.settings.FleetConfig;
import be.bsmr.fleet.topics.TopicSetup;
import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the topics of a tenant. */
@Command(name = "topics", description = "Make the topics; what is there already stays.")
final class TopicsCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws IOException, ConfigException {
        FleetConfig fleet = config.read();
        int made = Kafka.ask(fleet.kafka(), () -> create(fleet));
        System.out.println(made + " topics of " + fleet.topics().tenant() + " are there");
        return 0;
    }

    private static int create(FleetConfig fleet) {
        try (Admin admin = Admin.create(Map.copyOf(fleet.kafka().impatient()))) {
            new TopicSetup(
                            fleet.topics(),
                            fleet.streams().partitions(),
                            (short) fleet.streams().replicas())
                    .create(admin);
        }
        return fleet.topics().all().size();
    }
}
