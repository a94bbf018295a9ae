package be.bsmr.home.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.control.Load;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.mqtt.BrokerRole;
import be.bsmr.home.mqtt.BrokerUser;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.relay.AlarmLampSettings;
import be.bsmr.home.relay.MqttActuatorSettings;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.meter.MeterId;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HomeConfigTest {

    private static final Path SAMPLE = Path.of("../docs/bsmr.yaml");

    @TempDir private Path directory;

    @Test
    void theSampleShowsTheDefaults() throws Exception {
        HomeConfig sample = HomeConfig.read(SAMPLE);
        HomeConfig defaults = HomeConfig.DEFAULT;
        assertThat(sample.store()).isEqualTo(defaults.store());
        assertThat(sample.sinks().mqtt()).isEqualTo(defaults.sinks().mqtt());
        assertThat(sample.sinks().gridMeter()).isEqualTo(defaults.sinks().gridMeter());
        assertThat(sample.sinks().push()).isEqualTo(defaults.sinks().push());
        assertThat(sample.sinks().uplink()).isEqualTo(defaults.sinks().uplink());
        assertThat(sample.sinks().web()).isEqualTo(defaults.sinks().web());
        assertThat(sample.sinks().people()).isEqualTo(defaults.sinks().people());
        assertThat(sample.prices()).isEqualTo(defaults.prices());
        assertThat(sample.link().hub()).isEqualTo(defaults.link().hub());
        assertThat(sample.link().serial()).isEqualTo(defaults.link().serial());
        assertThat(sample.link().decryption()).isEqualTo(defaults.link().decryption());
        assertThat(sample.link().fallbackAfterS()).isEqualTo(defaults.link().fallbackAfterS());
        assertThat(sample.demand().alarmLine()).isEqualTo(defaults.demand().alarmLine());
        assertThat(sample.link().source()).isEqualTo("serial:auto");
        assertThat(sample.loadControl().loads()).isEmpty();
        assertThat(sample.loadControl().stopButton()).isNull();
        assertThat(sample.loadControl().alarmLamp()).isNull();
    }

    @Test
    void theSampleShowsDevicesThatCountWhenTheirSignIsTakenAway() throws Exception {
        String devices =
                Pattern.compile("(?m)^#[a-z].*(\\n#.*)*")
                        .matcher(Files.readString(SAMPLE))
                        .replaceAll(block -> Matcher.quoteReplacement(bare(block.group())));
        HomeConfig sample = read(devices);
        assertThat(sample.loadControl().loads())
                .singleElement()
                .extracting("identity.id")
                .isEqualTo("boiler");
        assertThat(sample.loadControl().stopButton().pin()).isEqualTo(17);
        assertThat(sample.loadControl().alarmLamp())
                .isEqualTo(
                        new AlarmLampSettings(
                                18, false, AlarmLampSettings.From.MAYBE, 0, List.of()));
    }

    /** Whatever is cut out of the sample, or written into it by mistake, is taken or told. */
    /** The page writes nothing that the program would not start with. */
    @Test
    void aLoadOverMqttWantsABroker() {
        assertThatThrownBy(
                        () ->
                                read(
                                        """
                                        mqtt: {broker: {enabled: false}}
                                        loads:
                                          - id: boiler
                                            mqtt: {preset: tasmota, device: plug}
                                        """))
                .hasMessageContaining(
                        "load boiler is told over mqtt, but there is no broker: set mqtt.host or"
                                + " mqtt.broker.enabled: true");
    }

    @Test
    void whatIsMistypedIsToldAndNothingElseHappens() throws Exception {
        String sample = Files.readString(SAMPLE);
        Random random = new Random(7);
        String slips = "\t\n :-[]{}&*!|>'\"%@`#,?0eE.~=\u0000\u00e9\u2028";
        int told = 0;
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder(sample);
            int from = random.nextInt(sample.length());
            text.delete(from, Math.min(sample.length(), from + random.nextInt(30)));
            for (int n = random.nextInt(4); n >= 0; n--) {
                text.insert(from, slips.charAt(random.nextInt(slips.length())));
            }
            try {
                HomeConfig read = read(text.toString());
                read.site();
            } catch (ConfigException e) {
                told++;
                assertThat(e).message().startsWith(directory.toString()).hasLineCount(1);
            }
        }
        assertThat(told).isGreaterThan(100);
    }

    private static String bare(String block) {
        return block.replaceAll("(?m)^#", "");
    }

    @Test
    void becomesSettingsOfTheSite() throws Exception {
        SiteSettings site =
                read("goal_w: 3000\nlimit_w: 4000\nloads:\n  - id: car\n    power_w: 3700\n")
                        .site();
        assertThat(site.aim().target()).isEqualTo(new PeakTarget(new Power(3000)));
        assertThat(site.aim().limit()).contains(new Power(4000));
        assertThat(site.loads()).isEqualTo(List.of(Load.onOff("car", "car", new Power(3700))));
        assertThat(read("").site().aim().limit()).isEqualTo(Optional.empty());
    }

    /** Their topics stand in docs/loads.md. */
    @ParameterizedTest
    @CsvSource({
        "tasmota, cmnd/x/POWER, stat/x/POWER, false",
        "shelly_gen1, shellies/x/relay/0/command, shellies/x/relay/0, false",
        "shelly_gen2, x/command/switch:0, x/status/switch:0, false",
        "zigbee2mqtt, zigbee2mqtt/x/set, zigbee2mqtt/x, false",
        "evcc, evcc/loadpoints/x/mode/set, evcc/loadpoints/x/mode, true",
        "openwb, openWB/simpleAPI/set/chargepoint/x/chargemode,"
                + " openWB/simpleAPI/chargepoint/x/chargemode, true",
        "home_assistant, bsmr-ha/x/set, bsmr-ha/x/state, true"
    })
    void knowsTheTopicsOfWhatManyPeopleHave(
            String preset, String topic, String state, boolean settable) throws Exception {
        MqttActuatorSettings mqtt =
                read("loads: [{id: p, mqtt: {preset: " + preset + ", device: x, shed: nil}}]")
                        .loadControl()
                        .loads()
                        .get(0)
                        .actuators()
                        .mqtt();
        assertThat(mqtt.contact().topic()).isEqualTo(topic);
        assertThat(mqtt.reports().state().topic()).isEqualTo(state);
        assertThat(mqtt.set() != null).isEqualTo(settable);
        assertThat(mqtt.contact().shed()).as("what is written counts more").isEqualTo("nil");
        assertThat(mqtt.contact().retain()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "goal_w: -1 | line 1: goal_w is 0 to 999999 W",
                "zone: Belgium | Europe/Brussels",
                "fallback_after_s: 1 | fallback_after_s is 2 to 600",
                "decryption: {key: abc} | key is 32 hexadecimal digits",
                "decryption: {authentication_key: 'abc'} | authentication_key is 32",
                "silence_s: 5 | silence_s is 15 to 3600",
                "web: {tls: {key: key.pem}} | web.tls.certificate is missing",
                "web: {proxies: [caddy]} | web.proxies: 'caddy' is no address",
                "mqtt: {broker: {bind: 0.0.0.0}} | password",
                "mqtt: {broker: {users: [{user: a, password: b}]}} | has no role: write one of",
                "mqtt: {broker: {users: [{user: a, role: reader}]}} | user and password are missing",
                "mqtt: {broker: {users: [{user: a, password: b, role: boss}]}} | one of display,",
                "mqtt: {broker: {users: [{user: a, password: b, role: reader, x: 1}]}} | known here: password, role",
                "mqtt: {broker: {user: a, password: b, users: [{user: a, password: c, role: reader}]}} | is there twice: give",
                "hub: {bind: 0.0.0.0} | list in hub.allow who may connect",
                "hub: {bind: 0.0.0.0, allow: [evcc.local]} | hub.allow: 'evcc.local' is no address",
                "store: {commit_seconds: 0} | store.commit_seconds is 1 to 600",
                "serial: {parity: maybe} | none, even or odd",
                "serial: {baud: fast} | serial: baud is auto or a number",
                "alarm_line: {start_percent: 80} | falls",
                "stop_button: {pin: 99} | BCM number",
                "alarm_lamp: {active_low: true} | alarm_lamp.pin: expected a whole number",
                "alarm_lamp: {pin: 1} | alarm_lamp: pin is a BCM number of 2 to 27",
                "alarm_lamp: {pin: 18, longest_s: 901} | longest_s is 0 (as long as it lasts) to",
                "alarm_lamp: {pin: 18, from: calm} | is not one of maybe, alarm, passed",
                "alarm_lamp: {pin: 18, quiet: [night]} | mon-fri 06:30-08:00",
                "loads: [{id: Boiler, power_w: 10}] | a-z",
                "loads: [{id: boiler, power_w: -5}] | power_w",
                "loads: [{id: boiler, never_shed: [noon]}] | mon-fri 06:30-08:00",
                "loads: [{id: boiler, needs: [pump]}] | needs pump, which is no load",
                "loads: [{id: car, modulating: {min: 16, max: 6}}] | min must be below max",
                "loads: [{id: p, mqtt: {preset: sonoff, device: x}}] | write tasmota, shelly_gen1,",
                "loads: [{id: p, mqtt: {preset: sonoff}}] | write tasmota, shelly_gen1,",
                "loads: [{id: p, http: {preset: sonoff}}] | write shelly or goe",
                "loads: [{id: p, mqtt: {preset: tasmota}}] | device is what the preset's topics",
                "loads: [{id: p, mqtt: {topic: cmnd/#}}] | topic is one topic, such as cmnd/",
                "loads: [{id: p, mqtt: {topic: t, shed: ON}}] | write for example OFF and ON",
                "loads: [{id: p, mqtt: {topic: t, power: {topic: u, path: W}}}] | /ENERGY/Power",
                "loads: [{id: p, modulating: {min: 6, max: 16}, mqtt: {topic: t}}] | how it is set",
                "loads: [{id: b, modulating: {min: 0, max: 9}, mqtt: {set: {topic: t}}}] | fail_safe",
                "loads: [{id: p, http: {preset: shelly}}] | address is where the device is",
                "loads: [{id: p, modbus: {host: h}}] | a coil or a register, or set by a value",
                "loads: [{id: b, marstek: {host: h}}] | max: 0} beside it",
                "loads: [{id: b, modulating: {unit: watt, min: 0, max: 9}, marstek: {host: h}}] | max: 0}",
                "loads: [{id: b, marstek: {port: 9}}] | host is where the battery is",
                "loads: [{id: b, marstek: {host: h, port: 0}}] | port is 1 to 65535, not 0",
                "loads: [{id: h, sg_ready: {free: 2}}] | block is the contact that blocks",
                "loads: [{id: h, sg_ready: {block: {pin: 4}, free: 1}}] | free is how a heat pump",
                "loads: [{id: h, sg_ready: {block: {pin: 4}, free: 3}}] | needs boost",
                "loads: [{id: h, sg_ready: {block: {active_low: true}}}] | write pin, mqtt or modbus",
                "loads: [{id: h, sg_ready: {block: {pin: 99}}}] | pin is a BCM number",
                "loads: [{id: h, modulating: {min: 0, max: 9}, sg_ready: {block: {pin: 4}}}] | take modulating away",
                "loads: [{id: h, longest_shed_min: 60, switches_per_day: 3, sg_ready: {block: {pin: 4}}}] | two hours a day",
                "loads: [{id: n, niko: {port: 1}}] | host is where Niko's controller is",
                "loads: [{id: n, niko: {host: h}}] | ca is the certificate that the controller shows",
                "loads: [{id: n, niko: {host: h, ca: c}}] | token_file is the token of mynikohome",
                "loads: [{id: n, niko: {host: h, ca: c, token_file: t}}] | uuid is which device of Niko",
                "loads: [{id: n, modulating: {min: 0, max: 9}, niko: {host: h, ca: c, token_file: t, uuid: 12345678-1}}] | take modulating away",
                "loads: [{id: v, modulating: {unit: watt, min: -9, max: 9}, victron: {host: h}}] | portal is the VRM portal id",
                "loads: [{id: v, victron: {host: h, portal: c0619ab12345}}] | victron is a battery, set in watts",
                "loads: [{id: h, lag_s: 301}] | lag is 0 to 300 s",
                "control: {mode: maybe} | one of off, shadow, active",
                "loads: [{power_w: 10}] | id",
                "lodas: [] | did you mean 'loads'",
                "source: usb0 | source: 'usb0' is no source; write serial:auto",
                "fallback: /dev/ttyUSB0 | fallback: '/dev/ttyUSB0' does not say its kind; write serial:",
                "{source: simulator, fallback: simulator} | fallback is the source itself",
                "{web: {port: 99}, mqtt: {broker: {port: 99}}} | web.port and mqtt.broker.port are the same",
                "mqtt: {broker: {port: 8080}} | web.port and mqtt.broker.port are the same",
                "{hub: {enabled: true, port: 8080}} | web.port and hub.port are the same",
            })
    void saysWhatIsWrong(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining(message.strip());
    }

    @Test
    void saysTheLineOfTheSourceAndOfThePort() {
        assertThatThrownBy(() -> read("mqtt:\n  broker:\n    enabled: false\nsource: usb0\n"))
                .hasMessageContaining("line 4: source: 'usb0'");
        assertThatThrownBy(() -> read("web:\n  user: a\n  password: b\n  port: 1883\n"))
                .hasMessageContaining("line 4: web.port and mqtt.broker.port");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{web: {port: 0}, mqtt: {broker: {port: 0}}}",
                "{web: {enabled: false}, mqtt: {broker: {port: 8080}}}",
                "{mqtt: {host: nas, broker: {port: 8080}}}",
                "{hub: {port: 8080}}",
                "{hub: {enabled: true, bind: 127.0.0.2, port: 8080}}"
            })
    void aPortMayBeTwiceWhereOneProgramTakesItOnly(String yaml) throws Exception {
        assertThat(read(yaml).sinks().web()).isNotNull();
    }

    @Test
    void aHeatPumpHasTheTimesThatItBears() throws Exception {
        assertThat(limits("min_on_s: 900"))
                .isEqualTo(new LoadLimits(600, 900, 30, 4, List.of(), null, 120, 120));
        assertThat(limits("longest_shed_min: 60, lag_s: 30"))
                .isEqualTo(new LoadLimits(600, 600, 60, 2, List.of(), null, 120, 30));
        assertThat(limits("switches_per_day: 1"))
                .isEqualTo(new LoadLimits(600, 600, 120, 1, List.of(), null, 120, 120));
    }

    private LoadLimits limits(String keys) throws Exception {
        return read("loads: [{id: h, " + keys + ", sg_ready: {block: {pin: 4}}}]")
                .loadControl()
                .loads()
                .get(0)
                .limits();
    }

    @Test
    void anEmptyListOfUsersIsNone() throws Exception {
        assertThat(read("mqtt: {broker: {users: []}}\n").sinks().mqtt())
                .isEqualTo(MqttSettings.DEFAULT);
        assertThat(
                        read("mqtt: {broker: {bind: 0.0.0.0, users: [{user: a, password: b, role: reader}]}}\n")
                                .sinks()
                                .mqtt()
                                .broker()
                                .users())
                .containsExactly(new BrokerUser("a", "b", BrokerRole.READER));
    }

    @Test
    void takesANumberOfBaudOrAuto() throws Exception {
        assertThat(read("serial: {baud: auto}").link().serial().baud()).isEqualTo("auto");
        assertThat(read("serial: {baud: 9600, data_bits: 7, parity: even}").link().serial())
                .isEqualTo(new SerialSettings("9600", 7, "even"));
    }

    @Test
    void namesTheMeterThatCounts() throws Exception {
        assertThat(read("goal_w: 0\n").site().listening().meter()).isEmpty();
        assertThat(read("meter: \" 1SIM2200000002 \"\n").site().listening().meter())
                .contains(new MeterId("1SIM2200000002"));
        assertThat(read("meter: 0012200000002\n").site().listening().meter())
                .contains(new MeterId("0012200000002"));
        assertThatThrownBy(() -> read("meter: \"\"\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("the number that doctor shows");
    }

    @Test
    void neverShowsAPassword() throws Exception {
        HomeConfig config =
                read(
                        "web: {user: me, password: hush-hush}\nmqtt: {host: h, user: me, password: hush-hush,"
                                + " broker: {users: [{user: a, password: hush-hush, role: reader}]}}\n");
        assertThat(config.toString()).doesNotContain("hush-hush");
    }

    @Test
    void neverShowsAPasswordThatStandsInTheWrongPlace() {
        for (String wrong :
                List.of(
                        "web: {user: me, password: *hush-hush}",
                        "mqtt: {host: 'me:hush-hush@192.168.1.2'}",
                        "loads: [{id: a, name: A, power_w: 100,"
                                + " http: {shed: 'http://me:hush-hush@/off', restore: 'http://h/on'}}]")) {
            assertThatThrownBy(() -> read(wrong + "\n"))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageNotContaining("hush");
        }
        for (String source :
                List.of(
                        "mqtt:me:hush-hush@127.0.0.1:1883/p1",
                        "mqtt://me:hush@hush@127.0.0.1:1883/p1",
                        "tcp:me:hush/hush@127.0.0.1:2001",
                        "tcp:me:hush-hush@127.0.0.1",
                        "me:hush-hush@127.0.0.1:2001")) {
            assertThatThrownBy(() -> SourceSpec.parse(source))
                    .as(source)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void neverShowsAKey() throws Exception {
        String key = "12345678901234567890123456789012";
        assertThat(read("decryption: {key: '" + key + "'}\n").toString()).doesNotContain(key);
        for (String wrong :
                List.of(
                        "decryption: " + key,
                        "decryption: {key: 0" + key + "}",
                        "decryption: {key: '" + key + "1'}",
                        "decryption: {authentication_key: [" + key + "]}",
                        "decryption: {authentication_key: x" + key + "}")) {
            assertThatThrownBy(() -> read(wrong))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("line 1")
                    .hasMessageNotContaining("123456789");
        }
    }

    /** The groups of the program are none of the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "link: {source: simulator} | unknown key 'link'",
                "loads: [{id: p, actuators: {gpio: {pin: 4}}}] | unknown key 'loads[p].actuators'",
                "gaol_w: 1 | unknown key 'gaol_w'; did you mean 'goal_w'?",
                "loads: [{id: p, modbsu: 1}] | unknown key 'loads[p].modbsu'; did you mean 'modbus'?",
                "colour: red | known here: alarm_lamp, alarm_line, connection_w, control, decryption, fallback,"
                        + " fallback_after_s, goal_w, grid_meter, home_assistant, hub, influx, limit_w, loads, meter, mqtt,"
                        + " notify, prices, push, serial, silence_s, source, stop_button, store, tariff,"
                        + " uplink, web, zone",
                "goal_w: much | bsmr.yaml, line 1: goal_w: 'much' is not a whole number",
                "loads: [{id: p, min_on_s: x}] | loads[p].min_on_s: 'x' is not a whole number",
                "loads: [{id: p, power_w: -5}] | line 1: loads[p]: power_w of load 'p'",
                "silence_s: 5 | bsmr.yaml, line 1: silence_s is 15 to 3600 seconds, not 5"
            })
    void keysStandWhereTheyAlwaysStood(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message.strip());
    }

    /** A line of the file that has nothing to do with it sends people astray. */
    @ParameterizedTest
    @MethodSource
    void namesTheLineThatIsToBeChanged(String yaml, int line, String said) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line " + line + ": ")
                .hasMessageContaining(said);
    }

    static Stream<Arguments> namesTheLineThatIsToBeChanged() {
        String boiler = "  - id: boiler\n    mqtt: {preset: tasmota, device: b}\n";
        return Stream.of(
                Arguments.of(
                        """
                        web:
                          enabled: true
                          port: 8080
                        grid_meter:
                          homewizard: {enabled: true, allow: [192.0.2.7]}
                          shelly: {enabled: true, allow: [192.0.2.7]}
                        """,
                        5,
                        "grid_meter.homewizard.port and grid_meter.shelly.port are the same"),
                Arguments.of(
                        "mqtt: {host: broker.local}\nloads:\n"
                                + boiler
                                + "  - id: pump\n    sg_ready:\n      free: 3\n"
                                + "      block: {pin: 4}\n"
                                + "      boost: {preset: tasmota, device: sg2}\n",
                        9,
                        "loads[pump].sg_ready.boost"),
                Arguments.of(
                        "mqtt: {host: broker.local}\nloads:\n" + boiler + boiler,
                        5,
                        "the id 'boiler' is that of another load too"),
                Arguments.of(
                        "mqtt: {host: broker.local}\nloads:\n"
                                + boiler
                                + "    never_shed: [weekend 07:00-09:00]\n",
                        5,
                        "loads[boiler]"));
    }

    @Test
    void wordsAreListedAsTheyAreWritten() throws Exception {
        HomeConfig config =
                read(
                        "control: {mode: active}\nloads: [{id: car, wires: [1],"
                                + " modulating: {unit: ampere, min: 6, max: 16},"
                                + " mqtt: {preset: evcc, device: x}}]\n");
        assertThat(KeyValue.of(config))
                .filteredOn(one -> one.key().matches("control.mode|loads.car..modulating.unit"))
                .extracting(KeyValue::value)
                .containsExactlyInAnyOrder("active", "ampere");
    }

    @Test
    void isAsIfTheFileHadSaidSo() throws Exception {
        String house = "loads: [{id: p, priority: 3, mqtt: {preset: evcc, device: x}}]\n";
        HomeConfig config = read(house);
        assertThat(config.with("web.port", 0).with("goal_w", "3000").with("meter", "1SIM1"))
                .isEqualTo(read(house + "goal_w: 3000\nmeter: 1SIM1\nweb: {port: 0}\n"));
        assertThat(config.with("goal_w", 0)).isEqualTo(config);
        assertThat(config.withLoad("boiler", "Boiler", 2400).loadControl().loads())
                .hasSize(2)
                .startsWith(config.loadControl().loads().get(0));
        assertThat(config.withLoad("p", "Another", 1)).isEqualTo(config);
        assertThat(config.inArea("imewo").inArea("mons").tariff().area()).isEqualTo("imewo");
    }

    private HomeConfig read(String yaml) throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(file, yaml);
        return HomeConfig.read(file);
    }
}
