package be.bsmr.fleet.settings;

import be.bsmr.fleet.topics.Topics;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.config.Inline;
import be.bsmr.home.config.OpenDoor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The configuration file of a fleet as a whole; {@code docs/fleet.yaml} explains every key.
 *
 * @param tenant whose fleet this is
 * @param kafka the brokers
 * @param mqtt the broker to which houses send
 * @param dongles where those connect that stream telegrams over TCP; port 0 = nowhere
 * @param streams how the counting runs
 * @param database where people look
 * @param page the page for people
 * @param who communities and their members
 */
public record FleetConfig(
        @Inline TenantSettings tenant,
        KafkaSettings kafka,
        MqttServerSettings mqtt,
        OpenDoor dongles,
        StreamsSettings streams,
        DatabaseSettings database,
        @Inline PageSettings page,
        @Inline CommunitiesSettings who) {

    public static final FleetConfig DEFAULT =
            new FleetConfig(
                    TenantSettings.DEFAULT,
                    KafkaSettings.DEFAULT,
                    MqttServerSettings.DEFAULT,
                    OpenDoor.here(0),
                    StreamsSettings.DEFAULT,
                    DatabaseSettings.DEFAULT,
                    PageSettings.DEFAULT,
                    CommunitiesSettings.NONE);

    public FleetConfig {
        dongles.require("dongles");
    }

    /**
     * @throws ConfigException when the file is missing, or holds what does not fit: with the line
     *     and what to write instead
     */
    public static FleetConfig read(Path file) throws ConfigException {
        return ConfigFile.read(
                file,
                "copy docs/fleet.yaml",
                DEFAULT,
                FleetConfig.class,
                Map.of("communities", CommunitySettings.NEW, "members", MemberSettings.NEW));
    }

    /** The private keys of certificates that are shown to others. */
    public List<Path> keyFiles() {
        return Stream.ofNullable(page.web().tls().key()).toList();
    }

    /** How its topics are called. */
    public Topics topics() {
        return new Topics(tenant.tenant());
    }
}
