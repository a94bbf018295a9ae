package be.bsmr.home.mqtt.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.SitePublisher;
import be.bsmr.home.mqtt.homeassistant.HomeAssistantSettings.Format;
import be.bsmr.home.words.Language;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.EnergyPrices;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HomeAssistantTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T16:59:50Z");

    private static final Pattern ATTACHED = Pattern.compile("0-[12]:\\S+\r\n");
    private static final String HEAT =
            "0-3:24.1.0(004)\r\n0-3:96.1.1(5748393837)\r\n0-3:24.2.1(260113175500W)(00012.345*GJ)\r\n";

    /** Of the year of these tests. */
    private static final CapacityTariff TARIFF =
            new CapacityTariff(
                    List.of(
                            new TariffSheet(
                                    "here",
                                    "Here",
                                    2026,
                                    "the regulator",
                                    new TariffSheet.Capacity(
                                            new BigDecimal(50),
                                            null,
                                            null,
                                            null,
                                            PeakTarget.BILLED_MINIMUM,
                                            new BigDecimal(6)),
                                    List.of())));

    private final Player player = new Player();
    private CapacityTariff rates = CapacityTariff.UNKNOWN;
    private SiteSettings house;
    private Instant at = EVENING;
    private Site site;
    private SiteState state;
    private SitePublisher publisher;
    private HomeAssistant homeAssistant;
    private Household household;

    static Stream<Arguments> houses() {
        return Stream.of(Grid.values())
                .flatMap(
                        grid ->
                                Stream.of("nothing", "gas and water", "heat too")
                                        .flatMap(
                                                attached ->
                                                        Stream.of(0, 1, 8)
                                                                .map(
                                                                        loads ->
                                                                                Arguments.of(
                                                                                        grid,
                                                                                        attached,
                                                                                        loads))));
    }

    @ParameterizedTest
    @MethodSource("houses")
    void showsEveryHouseByHomeAssistantsOwnRules(Grid grid, String attached, int loads) {
        start(settings(Format.device, Language.en), grid, loads);
        live(40, attached);

        assertThat(player.entities.keySet())
                .contains("bsmr_home_net_power", "bsmr_home_forecast_demand", "bsmr_home_alarm")
                .contains("bsmr_home_import_t1", "bsmr_home_import_total", "bsmr_home_export_t2");
        assertThat(player.entities.containsKey("bsmr_home_voltage_l3"))
                .isEqualTo(grid != Grid.SINGLE_PHASE);
        assertThat(count("gas") + count("water")).isEqualTo(attached.equals("nothing") ? 0 : 2);
        assertThat(count("heat")).isEqualTo(attached.equals("heat too") ? 1 : 0);
        assertThat(player.entities.containsKey("bsmr_home_control_mode")).isEqualTo(loads > 0);
        for (int i = 1; i <= loads; i++) {
            Player.Entity mode = player.entity("bsmr_home_load-" + i + "_mode");
            assertThat(mode.device().path("via_device").asText()).isEqualTo("bsmr_home");
            assertThat(player.states).containsEntry("bsmr_home_load-" + i + "_mode", "auto");
        }
        assertThat(player.entities.values())
                .allMatch(entity -> entity.availability().equals("bsmr/home/status"));
        // Each finds its value, but for those of which nothing was said yet.
        assertThat(
                        player.entities.entrySet().stream()
                                .filter(
                                        e ->
                                                !List.of("event", "button")
                                                        .contains(e.getValue().platform()))
                                .map(Map.Entry::getKey)
                                .filter(id -> !player.states.containsKey(id)))
                .isSubsetOf("bsmr_home_last_quarter");
    }

    @Test
    void showsTheValuesOfTheSite() {
        start(settings(Format.device, Language.en), Grid.STAR_400, 0);
        live(10, "gas and water");
        String reading = player.retained.get("bsmr/home/reading");
        assertThat(player.states.get("bsmr_home_net_power"))
                .isEqualTo(
                        Player.read(player.retained.get("bsmr/home/home_assistant/reading"))
                                .path("net_power_w")
                                .asText());
        assertThat(Double.parseDouble(player.states.get("bsmr_home_import_t1")))
                .isEqualTo(
                        Player.read(player.retained.get("bsmr/home/home_assistant/registers"))
                                .path("import_t1_wh")
                                .asDouble());
        assertThat(Player.read(reading).has("import_total_wh")).isTrue();
        assertThat(player.states.get("bsmr_home_tariff")).isIn("T1", "T2");
    }

    /** Home Assistant keeps each value that changed: so not each second's. */
    @Test
    void tellsPowersEachTenSecondsRegistersEachMinuteAndTheAlarmAtOnce() {
        start(settings(Format.device, Language.en), Grid.STAR_400, 1);
        live(5, "gas and water");
        player.said.clear();
        live(120, "gas and water");
        assertThat(player.times("bsmr/home/home_assistant/reading")).isEqualTo(12);
        assertThat(player.times("bsmr/home/home_assistant/quarter")).isEqualTo(12);
        assertThat(player.times("bsmr/home/home_assistant/registers")).isEqualTo(2);
        assertThat(player.retained.get("bsmr/home/home_assistant/reading"))
                .doesNotContain("_wh\"")
                .doesNotContain("mbus");
    }

    @Test
    void announcesOnceAndAgainWhenHomeAssistantComesUp() {
        start(settings(Format.device, Language.en), Grid.STAR_400, 1);
        live(60, "gas and water");
        String topic = "homeassistant/device/bsmr_home/config";
        assertThat(player.times(topic)).isEqualTo(1);

        homeAssistant.birth("offline", false);
        homeAssistant.birth("online", true);
        live(10, "gas and water");
        assertThat(player.times(topic)).as("nothing came up").isEqualTo(1);

        homeAssistant.birth("online", false);
        live(10, "gas and water");
        assertThat(player.times(topic)).isEqualTo(2);
        assertThat(player.times("homeassistant/device/bsmr_home_load-1/config")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void namesEntitiesInTheOwnersLanguageAndNothingElse(Language language) {
        start(settings(Format.device, language), Grid.STAR_400, 1);
        live(5, "gas and water");
        Player.Entity gas = player.entity(theOne("gas"));
        assertThat(gas.config().path("name").asText())
                .isEqualTo(language == Language.fr ? "Gaz" : "Gas");
        assertThat(
                        player.entity("bsmr_home_import_power")
                                .config()
                                .path("default_entity_id")
                                .asText())
                .isEqualTo("sensor.bsmr_import_power");
        assertThat(
                        player.entity("bsmr_home_load-1_mode")
                                .config()
                                .path("default_entity_id")
                                .asText())
                .isEqualTo("select.bsmr_load_1_mode");
    }

    /** 3 kW in one month, and the tariff's least in another: 2.75 kW at 50 € and 6 % of VAT. */
    @Test
    void tellsWhatThePeaksOfAYearComeTo() {
        rates = TARIFF;
        start(settings(Format.device, Language.en), Grid.STAR_400, 0);
        state = SiteState.initial(house, peaks());
        household.remember(null, List.of());
        live(10, "nothing");
        assertThat(player.states)
                .containsEntry("bsmr_home_mean_12_months", "2750")
                .containsEntry("bsmr_home_capacity_cost_year", "145.75");
        assertThat(
                        player.entity("bsmr_home_capacity_cost_year")
                                .config()
                                .path("unit_of_measurement")
                                .asText())
                .isEqualTo("EUR");

        rates = CapacityTariff.UNKNOWN;
        start(settings(Format.device, Language.en), Grid.STAR_400, 0);
        live(10, "nothing");
        assertThat(player.entities)
                .as("where nobody has said where the house is")
                .doesNotContainKey("bsmr_home_mean_12_months");
    }

    @Test
    void tellsWhatEnergyCostsInAUnitThatItsEnergyPageTakes() {
        start(settings(Format.device, Language.en), Grid.STAR_400, 0);
        SortedMap<QuarterHour, EnergyPrices.Price> quarters = new TreeMap<>();
        QuarterHour quarter = QuarterHour.of(EVENING);
        for (int i = 0; i < 8; i++) {
            quarters.put(
                    quarter,
                    new EnergyPrices.Price(
                            new BigDecimal("0.31")
                                    .subtract(
                                            new BigDecimal("0.01").multiply(BigDecimal.valueOf(i))),
                            new BigDecimal("0.02"),
                            null,
                            "peak"));
            quarter = new QuarterHour(quarter.end());
        }
        EnergyPrices prices = new EnergyPrices(quarters, "bands", "");
        state = site.step(state, new SiteInput.PricesTold(at, prices)).state();
        live(8, "nothing");
        assertThat(player.states)
                .containsEntry("bsmr_home_import_price", "0.31")
                .containsEntry("bsmr_home_export_price", "0.02")
                .containsEntry("bsmr_home_cheapest_hour", "2026-01-13T18:45:00+01:00");
        JsonNode price = player.entity("bsmr_home_import_price").config();
        assertThat(price.path("unit_of_measurement").asText()).isEqualTo("EUR/kWh");
        assertThat(price.path("state_class").asText()).isEqualTo("measurement");
        assertThat(price.has("device_class")).isFalse();

        live(10, "nothing");
        assertThat(player.states)
                .as("in the next quarter")
                .containsEntry("bsmr_home_import_price", "0.3");

        EnergyPrices none = EnergyPrices.NONE;
        state = site.step(state, new SiteInput.PricesTold(at, none)).state();
        live(2, "nothing");
        assertThat(player.retained).containsEntry("bsmr/home/prices", "{}");

        player.retained.put("bsmr/home/prices", "of an earlier run");
        state = SiteState.initial(house, PeakHistory.EMPTY);
        publisher =
                new SitePublisher(MqttSettings.DEFAULT, new SiteJson(house.zone(), rates), player);
        SiteStep nothing = site.step(state, new SiteInput.PricesTold(at, none));
        state = nothing.state();
        homeAssistant.tell(at, publisher.publish(nothing));
        live(2, "nothing");
        assertThat(player.retained).containsEntry("bsmr/home/prices", "{}");
    }

    @ParameterizedTest
    @EnumSource
    void takesBackALoadThatIsGone(Format format) {
        start(settings(format, Language.en), Grid.STAR_400, 2);
        live(5, "gas and water");
        assertThat(player.entities).containsKey("bsmr_home_load-2_mode");

        start(settings(format, Language.en), Grid.STAR_400, 1);
        live(5, "gas and water");
        assertThat(player.entities)
                .containsKey("bsmr_home_load-1_mode")
                .doesNotContainKey("bsmr_home_load-2_mode");
        assertThat(player.retained.keySet())
                .noneMatch(topic -> topic.startsWith("homeassistant/") && topic.contains("load-2"));
        assertThat(player.removed).isNotEmpty().allMatch(id -> id.startsWith("bsmr_home_load-2_"));
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatAMeterDoesNotTellForAWhileButNotForEver(Format format) {
        start(settings(format, Language.en), Grid.STAR_400, 0);
        live(5, "gas and water");
        String gas = theOne("gas");

        start(settings(format, Language.en), Grid.STAR_400, 0);
        live(5, "nothing");
        assertThat(player.entities).containsKey(gas);
        assertThat(player.removed).isEmpty();

        at = at.plusSeconds(26 * 3600);
        household = new Household(5, at, SiteSettings.BELGIUM, Grid.STAR_400);
        live(5, "nothing");
        assertThat(player.entities).doesNotContainKey(gas).containsKey("bsmr_home_import_t1");
        assertThat(player.removed).contains(gas).doesNotContain("bsmr_home_import_t1");
        assertThat(player.retained.values())
                .noneMatch(payload -> payload.contains("\"" + gas + "\""));
    }

    @ParameterizedTest
    @EnumSource
    void movesFromOneFormatToTheOtherWithoutLosingAnEntity(Format format) {
        Format other = format == Format.device ? Format.single : Format.device;
        start(settings(other, Language.en), Grid.STAR_400, 2);
        live(40, "gas and water");
        List<String> before = List.copyOf(player.entities.keySet());

        start(settings(format, Language.en), Grid.STAR_400, 2);
        live(40, "gas and water");
        assertThat(player.entities.keySet()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(player.removed).isEmpty();
        assertThat(player.retained.keySet().stream().filter(t -> t.startsWith("homeassistant/")))
                .allMatch(t -> t.startsWith("homeassistant/device/") == (format == Format.device));
    }

    @Test
    void leavesAloneWhatOthersAnnounce() {
        String theirs =
                "{\"device\":{\"identifiers\":[\"bsmr_home_2\"]},\"availability_topic\":\"bsmr/home_2/status\",\"components\":{}}";
        player.retained.put("homeassistant/device/bsmr_home_2/config", theirs);
        player.retained.put(
                "homeassistant/sensor/zigbee/power/config", "{\"name\": \"bsmr/home/status\"}");
        player.retained.put("homeassistant/light/broken/x/config", "bsmr/home/status {");
        start(settings(Format.device, Language.en), Grid.STAR_400, 1);
        live(40, "gas and water");
        assertThat(player.retained)
                .containsEntry("homeassistant/device/bsmr_home_2/config", theirs)
                .containsKey("homeassistant/sensor/zigbee/power/config")
                .containsKey("homeassistant/light/broken/x/config");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new HomeAssistantSettings(
                                        true, "home#", Format.device, 10, Language.nl))
                .withMessageContaining("home_assistant.prefix");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new HomeAssistantSettings(true, "ha", Format.device, 0, Language.nl))
                .withMessage("home_assistant.interval_s is 1 to 3600, not 0");
    }

    // --- helpers ---

    private static PeakHistory peaks() {
        return PeakHistory.EMPTY
                .with(
                        new MonthPeak(
                                YearMonth.of(2025, 12),
                                new Power(3000),
                                null,
                                MonthPeak.Source.IMPORTED))
                .with(
                        new MonthPeak(
                                YearMonth.of(2025, 11),
                                new Power(1800),
                                null,
                                MonthPeak.Source.IMPORTED));
    }

    private static HomeAssistantSettings settings(Format format, Language language) {
        return new HomeAssistantSettings(true, "homeassistant", format, 10, language);
    }

    /** The program starts, on a broker that has kept what was said before. */
    private void start(HomeAssistantSettings settings, Grid grid, int loads) {
        List<Load> all = new ArrayList<>();
        for (int i = 1; i <= loads; i++) {
            all.add(Load.onOff("load-" + i, "Load " + i, new Power(1000 * i)));
        }
        house =
                new SiteSettings(
                        SiteSettings.BELGIUM,
                        SiteSettings.Aim.at(PeakTarget.WITHOUT_GOAL),
                        all,
                        ControlMode.ACTIVE,
                        SiteSettings.Rating.UNSAID,
                        SiteSettings.Listening.TO_ANY,
                        CapacityTariff.UNKNOWN);
        site = new Site(house);
        state = SiteState.initial(house, PeakHistory.EMPTY);
        publisher =
                new SitePublisher(MqttSettings.DEFAULT, new SiteJson(house.zone(), rates), player);
        homeAssistant = new HomeAssistant(MqttSettings.DEFAULT, settings, player);
        household = new Household(5, at, SiteSettings.BELGIUM, grid);
        Map.copyOf(player.retained)
                .forEach((topic, payload) -> homeAssistant.announced(topic, payload, true));
    }

    private void live(int seconds, String attached) {
        for (int i = 0; i < seconds; i++) {
            at = household.nextAt();
            Reading reading = decoded(household.next(), attached);
            SiteStep step =
                    site.step(
                            state,
                            new SiteInput.MeterRead(
                                    reading, at, LinkHealth.INITIAL.opened().accepted(at, null)));
            state = step.state();
            homeAssistant.tell(step.input().at(), publisher.publish(step));
        }
    }

    private static Reading decoded(Reading reading, String attached) {
        String text =
                new String(
                        new TelegramWriter(SiteSettings.BELGIUM).write(reading),
                        StandardCharsets.ISO_8859_1);
        text = text.substring(0, text.indexOf('!'));
        text =
                switch (attached) {
                    case "nothing" -> ATTACHED.matcher(text).replaceAll("");
                    case "heat too" -> text + HEAT;
                    default -> text;
                };
        byte[] bytes = (text + "!\r\n").getBytes(StandardCharsets.ISO_8859_1);
        List<Reading> readings = new ArrayList<>();
        ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM);
        new TelegramFramer(f -> decoder.decode((Telegram) f).ifPresent(readings::add))
                .push(bytes, 0, bytes.length, EVENING);
        return readings.get(0);
    }

    private long count(String type) {
        return player.entities.keySet().stream()
                .filter(id -> id.startsWith("bsmr_home_" + type + "_"))
                .count();
    }

    private String theOne(String type) {
        return player.entities.keySet().stream()
                .filter(id -> id.startsWith("bsmr_home_" + type + "_"))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        String.format(
                                                Locale.ROOT,
                                                "no %s in %s",
                                                type,
                                                player.entities.keySet())));
    }
}
