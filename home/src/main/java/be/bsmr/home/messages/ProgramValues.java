package be.bsmr.home.messages;

import static be.bsmr.home.messages.Unit.NONE;
import static be.bsmr.home.messages.Unit.SECOND;

import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the program itself does. */
final class ProgramValues {

    /**
     * The house as a whole.
     *
     * @param age since the newest telegram; null before the first
     * @param control how far control goes; null before the first reading
     * @param silent whether the meter has said nothing for too long
     * @param demo whether the house is a simulated one
     */
    record House(@Nullable Duration age, @Nullable String control, boolean silent, boolean demo) {

        static House of(@Nullable Duration age, @Nullable SiteState state) {
            return state == null
                    ? new House(age, null, false, false)
                    : new House(
                            age,
                            state.control().effectiveMode().label(),
                            state.metering().silent(),
                            isSimulated(state.last()));
        }

        private static boolean isSimulated(@Nullable MeterRead last) {
            return last != null && Household.METER.equals(last.reading().identity().meter());
        }
    }

    static final ValueTable<House> HOUSE =
            ValueTable.<House>of("house")
                    .named()
                    .gauge(
                            "age_s",
                            SECOND,
                            House::age,
                            "since the last telegram, this machine's clock")
                    .metric("bsmr_telegram_age_seconds", "since the last accepted telegram")
                    .text("control", House::control, "`off`, `shadow` or `active`")
                    .flag(
                            "silent",
                            House::silent,
                            "whether the meter has said nothing for `silence_s`")
                    .metric("bsmr_meter_silent", "1 when the meter has been silent too long")
                    .flag("demo", House::demo, "whether the house is a simulated one")
                    .build();

    static final ValueTable<StoreReport> STORE =
            ValueTable.<StoreReport>of("disk")
                    .named()
                    .counter(
                            "stored",
                            NONE,
                            StoreReport::stored,
                            "readings put there since the start")
                    .metric("bsmr_store_readings", "readings put on the disk")
                    .gauge(
                            "waiting",
                            NONE,
                            StoreReport::waiting,
                            "readings that wait in memory for it")
                    .metric("bsmr_store_readings_waiting", "readings that wait for the disk")
                    .counter(
                            "dropped",
                            NONE,
                            StoreReport::dropped,
                            "readings lost because it refused them for too long")
                    .metric("bsmr_store_readings_dropped", "readings the disk refused for too long")
                    .text("trouble", StoreReport::trouble, "why nothing is kept")
                    .time("backup", StoreReport::backup, "when the last copy was made")
                    .metric("bsmr_backup_time_seconds", "when the newest copy was made, since 1970")
                    .text("backup_trouble", StoreReport::backupTrouble, "why none is made")
                    .flag("writes", r -> r.trouble() == null, "")
                    .onlyMetric("bsmr_store_writes", "1 while the disk takes what it is given")
                    .flag("backup_works", r -> r.backupTrouble() == null, "")
                    .onlyMetric("bsmr_backup_works", "0 when the last copy could not be made")
                    .build();

    static final ValueTable<FeedReport> FEED =
            ValueTable.<FeedReport>of("influx")
                    .flag("works", r -> r.trouble() == null, "")
                    .onlyMetric("bsmr_influx_works", "1 while the server can be sent to")
                    .counter("refused", NONE, FeedReport::refused, "")
                    .onlyMetric("bsmr_influx_refused", "lines that the server does not want")
                    .build();

    private ProgramValues() {}
}
