package be.bsmr.home;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.control.Load.FailSafe;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.mqtt.ControlClaim;
import be.bsmr.home.mqtt.EmbeddedBroker;
import be.bsmr.home.mqtt.ExternalBrokerSettings;
import be.bsmr.home.mqtt.MqttEdge;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.Qos;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.relay.DeviceBroker;
import be.bsmr.home.relay.Gpio;
import be.bsmr.home.relay.GpioRelay;
import be.bsmr.home.relay.GpioRelaySettings;
import be.bsmr.home.relay.HttpActuator;
import be.bsmr.home.relay.LoadSwitch;
import be.bsmr.home.relay.MarstekBattery;
import be.bsmr.home.relay.ModbusActuator;
import be.bsmr.home.relay.MqttActuator;
import be.bsmr.home.relay.MqttActuatorSettings;
import be.bsmr.home.relay.MqttLine;
import be.bsmr.home.relay.NikoActuator;
import be.bsmr.home.relay.NikoSettings;
import be.bsmr.home.relay.RetryTimes;
import be.bsmr.home.relay.SgReady;
import be.bsmr.home.relay.SgReadyContact;
import be.bsmr.home.relay.SgReadySettings;
import be.bsmr.home.relay.VictronBattery;
import be.bsmr.home.relay.VictronSettings;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The switch of each load, with every actuator that the configuration names for it. */
final class LoadSwitches implements AutoCloseable {

    private final InstantSource clock;
    private final Consumer<SiteInput> inbox;
    private final RetryTimes pace;
    private final Optional<Gpio> pins;
    private final Map<DeviceBroker, MqttLink> devices = new HashMap<>();
    private final Map<String, LoadSwitch> switches = new LinkedHashMap<>();
    private Optional<ControlClaim> claim = Optional.empty();

    LoadSwitches(
            InstantSource clock, Consumer<SiteInput> inbox, RetryTimes pace, Optional<Gpio> pins) {
        this.pins = pins;
        this.clock = clock;
        this.inbox = inbox;
        this.pace = pace;
    }

    /**
     * Opens the actuators of all loads. Nothing is touched before it is known that no other BSMR
     * controls.
     *
     * @param more an actuator besides those of the settings, by load
     * @param pins the machine's own; empty when nothing hangs on them
     * @param mqtt the broker that loads are spoken to through; empty when there is none
     * @throws IOException when an actuator that is configured cannot be had
     */
    static LoadSwitches open(
            HomeConfig config,
            Map<String, Actuator> more,
            Optional<Gpio> pins,
            Optional<MqttEdge> mqtt,
            SiteAccess site)
            throws IOException {
        LoadSwitches switches =
                new LoadSwitches(site.clock(), site.inbox(), RetryTimes.USUAL, pins);
        try {
            for (LoadSettings load : config.loadControl().loads()) {
                switches.add(
                        load,
                        Stream.ofNullable(more.get(load.id())).toList(),
                        mqtt.map(Broker::of));
            }
            boolean acts = config.loadControl().control().mode() == ControlMode.ACTIVE;
            if (mqtt.isEmpty() || config.loadControl().loads().isEmpty()) {
                switches.control(true, acts);
            } else {
                switches.claim(mqtt.get(), acts, site);
            }
            return switches;
        } catch (IOException | RuntimeException e) {
            switches.close();
            throw e;
        }
    }

    /** The broker that loads are spoken to through, and the program's own link to it. */
    record Broker(MqttSettings settings, @Nullable EmbeddedBroker embedded, MqttLink link) {

        static Broker of(MqttEdge mqtt) {
            return new Broker(mqtt.settings(), mqtt.broker().orElse(null), mqtt.link());
        }
    }

    private void claim(MqttEdge mqtt, boolean acts, SiteAccess site) {
        Consumer<Boolean> told =
                may -> {
                    control(may, acts);
                    inbox.accept(new SiteInput.ControlReport(site.clock().instant(), may));
                };
        ControlClaim asking =
                new ControlClaim(mqtt.link(), mqtt.settings(), ControlClaim.Pace.USUAL, told);
        claim = Optional.of(asking);
        asking.start(mqtt.broker().isPresent());
    }

    /**
     * Starts the switch of one load, hands off.
     *
     * @param more actuators besides those of its settings
     * @throws IOException when an actuator that is configured cannot be had
     */
    void add(LoadSettings settings, List<Actuator> more, Optional<Broker> broker)
            throws IOException {
        Load load = settings.load();
        List<Actuator> actuators = new ArrayList<>();
        if (settings.actuators().gpio() != null) {
            boolean safelyShed = load.failSafe() instanceof FailSafe.Off;
            actuators.add(new GpioRelay(pins(), settings.actuators().gpio(), safelyShed));
        }
        actuators.addAll(more);
        if (broker.isPresent()) {
            actuators.addAll(overMqtt(settings, load, broker.get()));
        }
        if (settings.actuators().http() != null) {
            actuators.add(new HttpActuator(settings.actuators().http(), load.actuation()));
        }
        if (settings.actuators().modbus() != null) {
            actuators.add(new ModbusActuator(settings.actuators().modbus(), load.actuation()));
        }
        if (settings.actuators().marstek() != null) {
            actuators.add(new MarstekBattery(settings.actuators().marstek()));
        }
        SgReadySettings heatPump = settings.actuators().sgReady();
        if (heatPump != null) {
            actuators.add(heatPump(heatPump, load, broker));
        }
        NikoSettings niko = settings.actuators().niko();
        if (niko != null) {
            actuators.add(
                    new NikoActuator(
                            niko,
                            line(niko.broker(), NikoActuator.lastWill(niko, load.failSafe()))));
        }
        VictronSettings victron = settings.actuators().victron();
        if (victron != null) {
            actuators.add(
                    new VictronBattery(
                            victron, line(victron.broker(), VictronBattery.lastWill(victron))));
        }
        LoadSwitch loadSwitch = new LoadSwitch(load, actuators, clock, inbox, pace);
        switches.put(load.id(), loadSwitch);
        loadSwitch.start();
    }

    private Gpio pins() {
        return pins.orElseThrow(() -> new IllegalStateException("the pins were not opened"));
    }

    private SgReady heatPump(SgReadySettings settings, Load load, Optional<Broker> broker)
            throws IOException {
        int safe = load.failSafe() instanceof FailSafe.Off ? 1 : settings.free();
        Actuator first =
                contact(settings.block(), SgReady.firstIsClosed(safe), load.id() + "-1", broker);
        Actuator second =
                settings.boost() == null
                        ? null
                        : contact(
                                settings.boost(),
                                SgReady.secondIsClosed(safe),
                                load.id() + "-2",
                                broker);
        return new SgReady(settings.free(), first, second);
    }

    /**
     * One contact as a load of its own, which is on while it is closed.
     *
     * @param safelyClosed how it is left
     * @param name of its connection to the broker
     */
    private Actuator contact(
            SgReadyContact settings, boolean safelyClosed, String name, Optional<Broker> broker)
            throws IOException {
        Actuation onOff = new Actuation.OnOff();
        GpioRelaySettings pin = settings.gpio();
        if (pin != null) {
            return new GpioRelay(pins(), pin, !safelyClosed);
        }
        MqttActuatorSettings mqtt = settings.mqtt();
        if (mqtt != null) {
            Broker house =
                    broker.orElseThrow(() -> new IllegalStateException("there is no broker"));
            FailSafe safe = safelyClosed ? new FailSafe.On() : new FailSafe.Off();
            return new MqttActuator(
                    mqtt, onOff, new Line(house.link(), true, lastWill(mqtt, safe, name, house)));
        }
        return new ModbusActuator(Objects.requireNonNull(settings.modbus()), onOff);
    }

    /** To the broker that a device brings along: one connection for all loads there. */
    private Line line(DeviceBroker broker, MqttActuatorSettings.Message will) {
        ExternalBrokerSettings address =
                new ExternalBrokerSettings(
                        broker.host(),
                        broker.port(),
                        broker.tls(),
                        broker.ca(),
                        broker.user(),
                        broker.password(),
                        null,
                        null);
        MqttLink link =
                devices.computeIfAbsent(
                        broker,
                        b -> {
                            MqttLink fresh = MqttLink.forDevice(address, null, null);
                            fresh.start();
                            return fresh;
                        });
        return new Line(
                link, true, () -> MqttLink.forDevice(address, will.topic(), will.payload()));
    }

    /**
     * Every load answers to its own topic; one that has another of its own besides, to both. The
     * last will is that of the other, then.
     */
    private static List<Actuator> overMqtt(LoadSettings settings, Load load, Broker broker) {
        MqttActuatorSettings own =
                MqttActuatorSettings.toldOnly(
                        broker.settings().topic("load/" + load.id() + "/set"));
        MqttActuatorSettings plug = settings.actuators().mqtt();
        if (plug == null) {
            Supplier<MqttLink> will = lastWill(own, load.failSafe(), load.id(), broker);
            return List.of(
                    new MqttActuator(own, load.actuation(), new Line(broker.link(), false, will)));
        }
        Supplier<MqttLink> will = lastWill(plug, load.failSafe(), load.id(), broker);
        return List.of(
                new MqttActuator(own, load.actuation(), new Line(broker.link(), false, null)),
                new MqttActuator(plug, load.actuation(), new Line(broker.link(), true, will)));
    }

    private static Supplier<MqttLink> lastWill(
            MqttActuatorSettings of, FailSafe safe, String name, Broker broker) {
        MqttActuatorSettings.Message will = of.lastWill(safe);
        return () ->
                MqttLink.forLoad(
                        broker.settings(),
                        broker.embedded(),
                        name,
                        will.topic(),
                        will.payload(),
                        of.contact().retain());
    }

    /** Hands a command to its load; never waits. */
    void obey(Command command) {
        LoadSwitch loadSwitch = switches.get(command.load());
        if (loadSwitch != null) {
            loadSwitch.put(command);
        }
    }

    /** Whether we may touch the loads; see {@link LoadSwitch#control}. */
    void control(boolean allowed, boolean safeFirst) {
        switches.values().forEach(s -> s.control(allowed, safeFirst));
    }

    /** Puts every load in its fail-safe, or gives it back to the site. */
    void keepSafe(boolean safe) {
        switches.values().forEach(s -> s.keepSafe(safe));
    }

    /**
     * Leaves every load in its fail-safe, all at the same time: some may not answer. Then another
     * BSMR may have them.
     */
    @Override
    public void close() {
        List<Thread> closing =
                switches.values().stream().map(s -> new Thread(s::close, "goodbye")).toList();
        closing.forEach(Thread::start);
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        devices.values().forEach(MqttLink::close);
        claim.ifPresent(ControlClaim::close);
    }

    /** The program's link as one load's line, with a small link besides for its last will. */
    private static final class Line implements MqttLine {

        private static final Duration VOUCHED_WITHIN = Duration.ofSeconds(2);

        private final MqttLink link;
        private final boolean now;
        private final @Nullable Supplier<MqttLink> will;
        private Runnable connected = () -> {};
        private volatile @Nullable MqttLink vouching;

        /**
         * @param now whether a message must go now: a plug that is told later is told wrongly.
         *     Otherwise the link sends what is retained when the broker is back.
         * @param will makes the link whose last will it is; null = there is none
         */
        Line(MqttLink link, boolean now, @Nullable Supplier<MqttLink> will) {
            this.link = link;
            this.now = now;
            this.will = will;
        }

        @Override
        public void publish(String topic, String payload, boolean retain) throws IOException {
            if (now && !retain) {
                link.command(topic, payload);
            } else {
                requireConnected();
                link.publish(topic, payload, retain, Qos.AT_LEAST_ONCE);
            }
        }

        @Override
        public void requireConnected() throws IOException {
            if (now) {
                link.requireConnected();
            }
        }

        @Override
        public void subscribe(String topic, Consumer<String> receiver) {
            link.subscribe(topic, (t, payload, retained) -> receiver.accept(payload));
        }

        @Override
        public void whenConnected(Runnable then) {
            connected = then;
            link.whenConnected(then);
        }

        @Override
        public synchronized void vouch() throws IOException {
            if (will == null) {
                return;
            }
            if (vouching == null) {
                vouching = linked(will);
                AtomicBoolean before = new AtomicBoolean();
                // Only after a break has the will been said.
                vouching.whenConnected(
                        () -> {
                            if (before.getAndSet(true)) {
                                connected.run();
                            }
                        });
                vouching.start();
            }
            if (link.isConnected() && !vouching.awaitConnected(VOUCHED_WITHIN)) {
                throw new IOException("the MQTT broker has not taken the load's last will");
            }
        }

        private static MqttLink linked(Supplier<MqttLink> will) throws IOException {
            try {
                return will.get();
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public boolean isSpokenFor() {
            MqttLink ours = vouching;
            return ours != null && !ours.isConnected();
        }

        @Override
        public synchronized void release() {
            if (vouching != null) {
                vouching.close();
                vouching = null;
            }
        }
    }
}
