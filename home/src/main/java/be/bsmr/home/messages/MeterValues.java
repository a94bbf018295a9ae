package be.bsmr.home.messages;

import static be.bsmr.home.messages.Unit.AMPERE;
import static be.bsmr.home.messages.Unit.BYTE;
import static be.bsmr.home.messages.Unit.NONE;
import static be.bsmr.home.messages.Unit.SECOND;
import static be.bsmr.home.messages.Unit.VOLT;
import static be.bsmr.home.messages.Unit.WATT;
import static be.bsmr.home.messages.Unit.WATT_HOUR;

import be.bsmr.home.words.Language;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Grid;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.MeterWatch;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the meter says, and how the cable to it does. */
final class MeterValues {

    /**
     * A telegram, and the grid that is known by now.
     *
     * @param grid null while unknown
     */
    record Telegram(MeterRead read, @Nullable Grid grid) {

        Reading reading() {
            return read.reading();
        }
    }

    /**
     * The cable, and who speaks on it.
     *
     * @param watch null where only the cable is asked for
     * @param trouble the sentence in a language; null when it is not known there
     */
    record Link(
            LinkHealth health,
            @Nullable MeterWatch watch,
            Function<Language, @Nullable String> trouble) {}

    private static final String TROUBLE = "`trouble` in that language, where it is known";

    /** Import and export by register; a meter sends either tariffs or the combined one. */
    static final ValueTable<Reading> ENERGIES = energies();

    /** Of each wire. */
    static final ValueTable<Reading> PHASES = phases();

    /** Import minus export of each wire. */
    private static final ValueTable<Reading> NET = net();

    /** An attached meter. */
    static final ValueTable<MBusReading> MBUS =
            ValueTable.<MBusReading>of("mbus")
                    .gauge("channel", NONE, MBusReading::channel, "1 to 4")
                    .text(
                            "type",
                            MBusReading::type,
                            "`gas`, `water`, `heat`, `electricity` or `other`")
                    .text("id", MBusReading::id, "equipment id")
                    .time("time", MBusReading::measuredAt, "when it was read, by the meter's clock")
                    .counter("value", NONE, MBusReading::value, "its register, in `unit`")
                    .text("unit", MBusReading::unit, "`m3`, `GJ`, `kWh` …")
                    .build();

    static final ValueTable<Telegram> READING =
            ValueTable.<Telegram>of("reading")
                    .named()
                    .time("time", t -> t.read().measuredAt(), "the meter's clock")
                    .text("meter", t -> t.reading().identity().meter(), "equipment id")
                    .text(
                            "version",
                            t -> t.reading().identity().version(),
                            "of the meter's telegrams")
                    .text(
                            "grid",
                            t -> t.grid() == null ? null : t.grid().label(),
                            "`1x230`, `3x230` (no neutral: L2 reads 0 V and 0 W while its current is"
                                    + " real) or `3n400`")
                    .gauge(
                            "import_power_w",
                            WATT,
                            t -> t.reading().importPower(),
                            "taken from the grid now; of import and export at most one is above"
                                    + " zero")
                    .metric("bsmr_import_power_watts", "taken from the grid now")
                    .gauge(
                            "export_power_w",
                            WATT,
                            t -> t.reading().exportPower(),
                            "put on the grid now")
                    .metric("bsmr_export_power_watts", "put on the grid now")
                    .gauge(
                            "net_power_w",
                            WATT,
                            t -> t.reading().netPower().orElse(null),
                            "import minus export")
                    .all(ENERGIES, Telegram::reading)
                    .counter(
                            "import_total_wh",
                            WATT_HOUR,
                            t -> t.reading().imported().sum().orElse(null),
                            "the import registers together")
                    .counter(
                            "export_total_wh",
                            WATT_HOUR,
                            t -> t.reading().exported().sum().orElse(null),
                            "the export registers together")
                    .gauge(
                            "tariff",
                            NONE,
                            t -> t.reading().activeTariff(),
                            "the tariff that counts now: 1 or 2")
                    .gauge(
                            "demand_w",
                            WATT,
                            t -> t.reading().demand().running(),
                            "the meter's own sum of this quarter ÷ 0.25 h; it climbs from zero")
                    .all(PHASES, Telegram::reading)
                    .all(NET, Telegram::reading)
                    .list(
                            "mbus",
                            NONE,
                            t -> ValueTable.each(MBUS, t.reading().mbus()),
                            "attached meters, see below")
                    .build();

    static final ValueTable<Reading> RAW =
            ValueTable.<Reading>of("raw")
                    .list("unknown", NONE, Reading::unknown, "lines that have no key here")
                    .list(
                            "unreadable",
                            NONE,
                            Reading::unreadable,
                            "lines whose value makes no sense")
                    .build();

    private static final ValueTable<LinkHealth.Rejection> REJECTION =
            ValueTable.<LinkHealth.Rejection>of("last_rejected")
                    .text("cause", LinkHealth.Rejection::cause, "as in `rejected_by`")
                    .gauge(
                            "offset",
                            BYTE,
                            LinkHealth.Rejection::offset,
                            "of its first byte in the stream since the start")
                    .time("time", LinkHealth.Rejection::at, "this machine's clock")
                    .build();

    static final ValueTable<Link> LINK =
            ValueTable.<Link>of("link")
                    .named()
                    .flag("connected", l -> l.health().connected(), "whether the source is open")
                    .metric("bsmr_link_connected", "1 when the source is open")
                    .text("trouble", l -> l.health().trouble(), "why it is not, in English")
                    .text("trouble_nl", l -> l.trouble().apply(Language.nl), TROUBLE)
                    .text("trouble_fr", l -> l.trouble().apply(Language.fr), TROUBLE)
                    .text("trouble_de", l -> l.trouble().apply(Language.de), TROUBLE)
                    .text(
                            "source",
                            l -> l.health().source(),
                            "what is read now, such as `tcp:192.168.1.50:2001 in place of"
                                    + " serial:/dev/ttyUSB0` while the fallback is")
                    .counter(
                            "opened",
                            NONE,
                            l -> l.health().timesOpened(),
                            "how often the source was opened since the start; 1 is as it should be")
                    .metric("bsmr_link_opened", "times the source was opened")
                    .counter("bytes", BYTE, l -> l.health().bytes(), "received since the start")
                    .metric("bsmr_bytes", "bytes received")
                    .counter(
                            "telegrams",
                            NONE,
                            l -> l.health().telegrams(),
                            "since the start, accepted and rejected")
                    .counter(
                            "accepted",
                            NONE,
                            l -> l.health().accepted(),
                            "telegrams that became a reading")
                    .metric("bsmr_telegrams_accepted", "telegrams that became a reading")
                    .counter(
                            "rejected",
                            NONE,
                            l -> l.health().rejected(),
                            "telegrams that could not be trusted")
                    .list(
                            "rejected_by",
                            NONE,
                            l -> l.health().rejectedBy(),
                            "the same by cause: `crc`, `line_ends` (something takes the CR out of"
                                    + " CR LF), `cut` (the next one began too early), `oversized`,"
                                    + " `empty` (nothing in it could be read)")
                    .metric("bsmr_telegrams_rejected", "telegrams that could not be trusted")
                    .gauge(
                            "recent_telegrams",
                            NONE,
                            l -> l.health().recentTelegrams(),
                            "the newest, 64 at most")
                    .gauge(
                            "recent_rejected",
                            NONE,
                            l -> l.health().recentRejected(),
                            "how many of `recent_telegrams` were rejected")
                    .list(
                            "last_rejected",
                            NONE,
                            l -> ValueTable.one(REJECTION, l.health().rejections().last()),
                            "the newest that was rejected: `cause`, `offset` of its first byte in"
                                    + " the stream since the start, `time` by this machine's clock")
                    .counter(
                            "stray_bytes",
                            BYTE,
                            l -> l.health().strayBytes(),
                            "of `bytes` those outside any telegram, line ends not counted")
                    .metric("bsmr_stray_bytes", "bytes outside any telegram")
                    .time(
                            "last_accepted",
                            l -> l.health().lastAcceptedAt(),
                            "when the newest reading came, by this machine's clock")
                    .gauge(
                            "clock_skew_s",
                            SECOND,
                            l ->
                                    l.health()
                                            .clockSkew()
                                            .map(skew -> BigDecimal.valueOf(skew.toMillis(), 3))
                                            .orElse(null),
                            "the meter's clock minus this machine's, at the newest telegram; not"
                                    + " for recordings and simulations")
                    .metric(
                            "bsmr_meter_clock_skew_seconds",
                            "meter clock minus host clock at the last telegram")
                    .text(
                            "meter",
                            l -> l.watch() == null ? null : l.watch().speakers().followed(),
                            "equipment id of the meter that is followed")
                    .list(
                            "other_meters",
                            NONE,
                            l -> others(l.watch()),
                            "those that speak beside it, whose telegrams count for nothing (see"
                                    + " `meter` in `docs/bsmr.yaml`)")
                    .text(
                            "clock",
                            l -> l.watch() == null ? null : clock(l.watch()),
                            "whose clock decides quarter and month: `meter`, or `host` while the"
                                    + " meter's stands still")
                    .build();

    private MeterValues() {}

    private static ValueTable<Reading> energies() {
        ValueTable.Builder<Reading> table = ValueTable.of("energies");
        energies(table, "import", Reading::imported);
        energies(table, "export", Reading::exported);
        return table.build();
    }

    private static void energies(
            ValueTable.Builder<Reading> table,
            String direction,
            Function<Reading, EnergyRegisters> registers) {
        table.counter(
                direction + "_wh",
                WATT_HOUR,
                r -> registers.apply(r).total(),
                "only from meters with one combined register");
        for (int tariff = 1; tariff <= EnergyRegisters.TARIFFS; tariff++) {
            int number = tariff;
            table.counter(
                    direction + "_t" + number + "_wh",
                    WATT_HOUR,
                    r -> registers.apply(r).tariff(number).orElse(null),
                    "the "
                            + direction
                            + " registers; in Belgium T1 is the normal tariff, T2 the"
                            + " low one, and there are no others");
        }
    }

    private static ValueTable<Reading> phases() {
        ValueTable.Builder<Reading> table = ValueTable.of("phases");
        for (int phase = 1; phase <= 3; phase++) {
            int wire = phase;
            Function<Reading, PhaseReading> of =
                    r -> wire <= r.phases().size() ? r.phases().get(wire - 1) : PhaseReading.NONE;
            table.gauge(
                            "voltage_l" + wire + "_v",
                            VOLT,
                            r -> of.apply(r).voltage(),
                            "on wire L" + wire)
                    .gauge(
                            "current_l" + wire + "_a",
                            AMPERE,
                            r -> of.apply(r).current(),
                            "on wire L" + wire)
                    .gauge(
                            "import_power_l" + wire + "_w",
                            WATT,
                            r -> of.apply(r).importPower(),
                            "on wire L" + wire)
                    .gauge(
                            "export_power_l" + wire + "_w",
                            WATT,
                            r -> of.apply(r).exportPower(),
                            "on wire L" + wire);
        }
        return table.build();
    }

    private static ValueTable<Reading> net() {
        ValueTable.Builder<Reading> table = ValueTable.of("net");
        for (int phase = 1; phase <= 3; phase++) {
            int wire = phase;
            table.gauge(
                    "net_power_l" + wire + "_w",
                    WATT,
                    r ->
                            wire > r.phases().size()
                                    ? null
                                    : less(
                                            r.phases().get(wire - 1).importPower(),
                                            r.phases().get(wire - 1).exportPower()),
                    "import minus export on wire L" + wire);
        }
        return table.build();
    }

    /** A meter that tells one direction only has nothing in the other. */
    static @Nullable Power less(@Nullable Power imported, @Nullable Power exported) {
        if (imported == null && exported == null) {
            return null;
        }
        return Power.ofWatts(
                (imported == null ? 0 : imported.watts())
                        - (exported == null ? 0 : exported.watts()));
    }

    private static @Nullable List<String> others(@Nullable MeterWatch watch) {
        if (watch == null || watch.speakers().others().isEmpty()) {
            return null;
        }
        return watch.speakers().others().stream().map(id -> id.value()).toList();
    }

    private static String clock(MeterWatch watch) {
        return watch.clock().believed() ? "meter" : "host";
    }
}
