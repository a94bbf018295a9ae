package be.bsmr.home.mqtt;

import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.site.SiteStep;
import java.util.List;
import java.util.Set;

/** Publishes what steps of the site bring. Not safe for use by several threads. */
public final class SitePublisher {

    /** Of these each one counts, of the others the newest. */
    private static final Set<String> HAPPENS = Set.of("decision", "quarter/finished");

    private final MqttSettings settings;
    private final SiteMessages messages;
    private final Outbox outbox;

    public SitePublisher(MqttSettings settings, SiteJson json, Outbox outbox) {
        this.settings = settings;
        this.messages = new SiteMessages(json);
        this.outbox = outbox;
    }

    /**
     * What may be drawn now, alone, for programs that take a bare number. Not kept: who comes later
     * must not take an old one for it.
     */
    private void limit(SiteMessages.Message told) {
        if (told.topic().equals("quarter") && told.body().has("limit_w")) {
            outbox.publish(
                    settings.topic("limit_w"),
                    told.body().path("limit_w").asText(),
                    false,
                    Qos.AT_MOST_ONCE);
        }
    }

    /** Publishes what this step brought, and says what that was. */
    public List<SiteMessages.Message> publish(SiteStep step) {
        List<SiteMessages.Message> told = messages.of(step);
        for (SiteMessages.Message m : told) {
            String topic = settings.topic(m.topic());
            if (HAPPENS.contains(m.topic())) {
                outbox.tell(topic, m.payload(), m.retained());
            } else {
                outbox.publish(
                        topic,
                        m.payload(),
                        m.retained(),
                        m.frequent() ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE);
            }
        }
        told.forEach(this::limit);
        return told;
    }
}
