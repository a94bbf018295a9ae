package be.bsmr.fleet.cli;

import be.bsmr.fleet.settings.CommunitySettings;
import be.bsmr.fleet.settings.FleetConfig;
import be.bsmr.fleet.settings.MemberSettings;
import be.bsmr.fleet.topics.Enrolled;
import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells the fleet who is in which community. */
@Command(
        name = "members",
        description =
                "Tell the fleet who is in which community, as the configuration says; who is not"
                        + " there any more has left.")
final class MembersCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws IOException, ConfigException {
        FleetConfig fleet = config.read();
        Map<String, byte[]> agreements = new TreeMap<>();
        for (CommunitySettings community : fleet.who().communities()) {
            agreements.put(community.id(), community.agreement().bytes());
        }
        Map<String, byte[]> members = new TreeMap<>();
        for (MemberSettings member : fleet.who().members()) {
            members.put(member.key(), member.member().bytes());
        }
        Enrolled enrolled = new Enrolled(fleet.kafka().impatient());
        int gone =
                Kafka.ask(
                        fleet.kafka(), () -> enrolled.say(fleet.topics().agreements(), agreements));
        int left = Kafka.ask(fleet.kafka(), () -> enrolled.say(fleet.topics().members(), members));
        System.out.println(
                told(agreements.size(), "communities", gone)
                        + ", "
                        + told(members.size(), "members", left));
        return 0;
    }

    private static String told(int there, String what, int gone) {
        return there + " " + what + (gone == 0 ? "" : " (" + gone + " have gone)");
    }
}
