package be.bsmr.home.mqtt;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.mqtt.homeassistant.HomeAssistant;
import be.bsmr.home.mqtt.homeassistant.HomeAssistantSettings;
import be.bsmr.home.mqtt.mirror.Mirror;
import be.bsmr.site.SiteStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The broker, our own or the house's: what the site says goes out there, and what people ask comes
 * in.
 */
public final class MqttEdge implements AutoCloseable {

    private final MqttSettings settings;
    private final Optional<EmbeddedBroker> broker;
    private final MqttLink link;
    private final Optional<Bridge> bridge;
    private final SitePublisher publisher;
    private final OriginalDisplay display;
    private final Optional<HomeAssistant> homeAssistant;
    private final List<Mirror> mirrors;

    private MqttEdge(
            MqttSettings settings,
            HomeAssistantSettings homeAssistant,
            Optional<EmbeddedBroker> broker,
            SiteJson json) {
        this.settings = settings;
        this.broker = broker;
        link = new MqttLink(settings, broker.orElse(null));
        String second = settings.bridge().host();
        bridge =
                second == null
                        ? Optional.empty()
                        : Optional.of(
                                new Bridge(settings, link, MqttLink.forBridge(settings, second)));
        publisher = new SitePublisher(settings, json, bridge.<Outbox>map(b -> b).orElse(link));
        display = new OriginalDisplay(settings.topics().displayTopic(), link);
        mirrors = Mirror.of(settings.mirrors(), link);
        this.homeAssistant =
                homeAssistant.enabled()
                        ? Optional.of(new HomeAssistant(settings, homeAssistant, link))
                        : Optional.empty();
    }

    /**
     * Opens the port of our own broker, if there is one, and begins to connect.
     *
     * @param directory where our own broker may put what it cannot keep in memory
     * @throws IOException when the port cannot be had; the message says which key to change
     */
    public static MqttEdge open(
            MqttSettings settings,
            HomeAssistantSettings homeAssistant,
            Path directory,
            SiteAccess site,
            SiteJson json)
            throws IOException {
        Optional<EmbeddedBroker> broker = Optional.empty();
        if (settings.embedded()) {
            broker =
                    Optional.of(
                            new EmbeddedBroker(
                                    settings,
                                    directory,
                                    site.health().door("mqtt", "the MQTT broker"),
                                    site.clock()));
            broker.get().start();
        }
        MqttEdge edge = new MqttEdge(settings, homeAssistant, broker, json);
        try {
            edge.listen(site);
            return edge;
        } catch (IOException | RuntimeException e) {
            edge.close();
            throw e;
        }
    }

    private void listen(SiteAccess site) throws IOException {
        link.start();
        bridge.ifPresent(Bridge::start);
        homeAssistant.ifPresent(one -> one.listen(link));
        ModeRequests.listen(link, settings, site.loads(), site.clock(), site.asking().get());
        site.health()
                .watch(
                        "broker",
                        () ->
                                new PartReport(
                                        link.heardAgo().orElse(null),
                                        link.isConnected() ? null : "not connected"));
    }

    public MqttSettings settings() {
        return settings;
    }

    /** Empty when the broker is the house's. */
    public Optional<EmbeddedBroker> broker() {
        return broker;
    }

    public MqttLink link() {
        return link;
    }

    /** What the broker keeps of loads that are not there any more goes. */
    public void forget(Set<String> loads) {
        loads.forEach(
                id -> link.publish(settings.topic("load/" + id), "", true, Qos.AT_LEAST_ONCE));
    }

    /** Publishes what a step brought. One thread at a time. */
    public void tell(SiteStep step) {
        List<SiteMessages.Message> told = publisher.publish(step);
        homeAssistant.ifPresent(one -> one.tell(step.input().at(), told));
        mirrors.forEach(mirror -> told.forEach(mirror::tell));
        display.publish(step);
    }

    /** Publishes a message that nobody may take for the newest later: it is not kept. */
    public void publish(String name, String message) {
        link.publish(settings.topic(name), message, false, Qos.AT_MOST_ONCE);
    }

    @Override
    public void close() {
        bridge.ifPresent(Bridge::close);
        link.close();
        broker.ifPresent(EmbeddedBroker::close);
    }
}
