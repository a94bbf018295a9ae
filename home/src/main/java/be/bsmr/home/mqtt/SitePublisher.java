package be.bsmr.home.mqtt;

import be.bsmr.control.ControlMode;
import be.bsmr.control.LoadState;
import be.bsmr.home.json.SiteJson;
import be.bsmr.meter.Reading;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.MonthPeak;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns steps of the site into messages: what is so is retained, what happens is not. Not safe for
 * use by several threads.
 */
public final class SitePublisher {

    /** The link's counters change with every telegram: nobody needs them that often. */
    static final Duration LINK_PAUSE = Duration.ofSeconds(10);

    private final MqttSettings settings;
    private final SiteJson json;
    private final Outbox outbox;
    private final Map<String, String> loads = new HashMap<>();
    private @Nullable ControlMode control;
    private @Nullable String raw;
    private @Nullable SortedMap<YearMonth, MonthPeak> peaks;
    private @Nullable LinkHealth link;
    private Instant linkSaidAt = Instant.MIN;

    public SitePublisher(MqttSettings settings, SiteJson json, Outbox outbox) {
        this.settings = settings;
        this.json = json;
        this.outbox = outbox;
    }

    /** Publishes what this step brought. */
    public void publish(SiteStep step) {
        SiteState state = step.state();
        if (step.newReading() && step.input() instanceof SiteInput.MeterRead read) {
            state(
                    "reading",
                    json.reading(read, state.metering().grid()).toString(),
                    Qos.AT_MOST_ONCE);
            state("quarter", json.quarter(state).toString(), Qos.AT_MOST_ONCE);
            raw(read.reading());
        }
        step.finished()
                .ifPresent(
                        q ->
                                state(
                                        "quarter/finished",
                                        json.quarter(q).toString(),
                                        Qos.AT_LEAST_ONCE));
        if (!state.metering().peaks().months().equals(peaks)) {
            peaks = state.metering().peaks().months();
            state("peaks", json.peaks(state).toString(), Qos.AT_LEAST_ONCE);
        }
        state.control().loads().forEach(this::load);
        if (state.control().effectiveMode() != control) {
            control = state.control().effectiveMode();
            state("control/mode", control.label(), Qos.AT_LEAST_ONCE);
        }
        link(state, step.input().at());
        step.decisions()
                .forEach(
                        d ->
                                outbox.publish(
                                        settings.topic("decision"),
                                        json.decisionInWords(d, state).toString(),
                                        false,
                                        Qos.AT_LEAST_ONCE));
    }

    private void raw(Reading reading) {
        String now = json.raw(reading).toString();
        if (!now.equals(raw)) {
            raw = now;
            state("raw", now, Qos.AT_MOST_ONCE);
        }
    }

    /** Compared as JSON: what a load counts inwardly changes more often than what people see. */
    private void load(LoadState load) {
        String id = load.load().id();
        String now = json.load(load).toString();
        if (!now.equals(loads.put(id, now))) {
            state("load/" + id, now, Qos.AT_LEAST_ONCE);
        }
    }

    private void link(SiteState state, Instant at) {
        LinkHealth now = state.metering().link();
        if (now.equals(link)) {
            return;
        }
        boolean turned =
                link == null
                        || now.connected() != link.connected()
                        || !Objects.equals(now.trouble(), link.trouble());
        boolean due = at.isBefore(linkSaidAt) || !at.isBefore(linkSaidAt.plus(LINK_PAUSE));
        if (turned || due) {
            link = now;
            linkSaidAt = at;
            state("link", json.link(state).toString(), Qos.AT_LEAST_ONCE);
        }
    }

    private void state(String name, String payload, Qos qos) {
        outbox.publish(settings.topic(name), payload, true, qos);
    }
}
