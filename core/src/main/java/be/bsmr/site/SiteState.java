package be.bsmr.site;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadState;
import be.bsmr.control.Outlook;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a site knows at one moment. Never changed: each step gives the next.
 *
 * @param last the newest reading; null before the first
 * @param grid as declared, or as inferred by any reading so far; null while unknown
 * @param quarter null before the first reading
 * @param forecaster the forecast's memory
 * @param outlook null before the first reading
 * @param peaks month peaks
 * @param loads in the order of the configuration
 * @param quarterControl of the running quarter
 * @param control how far the controller may go
 * @param mayControl false while another program controls the same loads: then we only look on
 * @param silent whether the meter has been silent too long
 * @param link how the cable does
 * @param watch which meter is followed, and whether its clock is believed
 */
public record SiteState(
        @Nullable MeterRead last,
        @Nullable Grid grid,
        @Nullable RunningQuarter quarter,
        Forecaster forecaster,
        @Nullable Outlook outlook,
        PeakHistory peaks,
        List<LoadState> loads,
        QuarterControl quarterControl,
        ControlMode control,
        boolean mayControl,
        boolean silent,
        LinkHealth link,
        MeterWatch watch) {

    public SiteState {
        loads = List.copyOf(loads);
    }

    /** Before anything was read; {@code peaks} is what an earlier run remembers. */
    public static SiteState initial(SiteSettings settings, PeakHistory peaks) {
        return initial(settings, peaks, Forecaster.EMPTY);
    }

    /** The same, when an earlier run has learned the house too. */
    public static SiteState initial(
            SiteSettings settings, PeakHistory peaks, Forecaster forecaster) {
        return new SiteState(
                null,
                null,
                null,
                forecaster,
                null,
                peaks,
                settings.loads().stream().map(l -> atTheStart(l, settings)).toList(),
                QuarterControl.NONE,
                settings.control(),
                true,
                false,
                LinkHealth.INITIAL,
                MeterWatch.NEW);
    }

    /**
     * After a restart, when stored readings have been replayed: what was learned stays, but every
     * load is as its relay is at start, and silence counts from {@code now}.
     */
    public SiteState resumed(SiteSettings settings, List<LoadMemory> memories, Instant now) {
        List<LoadState> fresh =
                settings.loads().stream()
                        .map(l -> atTheStart(l, settings).remembering(memories))
                        .toList();
        return new SiteState(
                last == null ? null : new MeterRead(last.reading(), now, LinkHealth.INITIAL),
                grid,
                quarter,
                forecaster.resumed(),
                outlook,
                peaks,
                fresh,
                QuarterControl.NONE,
                settings.control(),
                true,
                false,
                LinkHealth.INITIAL,
                watch);
    }

    /** What was known before, beside what was seen since; of the house more was learned then. */
    SiteState recalling(SiteInput.Recalled before) {
        PeakHistory all = peaks;
        for (Map<MonthPeak.Source, MonthPeak> month : before.peaks().sides().values()) {
            for (MonthPeak peak : month.values()) {
                all = all.with(peak);
            }
        }
        return new SiteState(
                last,
                grid,
                quarter,
                before.forecaster().interrupted().resumed(),
                outlook,
                all,
                loads,
                quarterControl,
                control,
                mayControl,
                silent,
                link,
                watch);
    }

    /** Who controls begins with the fail-safe; who only looks on leaves loads free. */
    private static LoadState atTheStart(Load load, SiteSettings settings) {
        LoadState free = LoadState.initial(load);
        return settings.control() == ControlMode.ACTIVE ? free.safely() : free;
    }

    SiteState with(LinkHealth newLink) {
        return new SiteState(
                last,
                grid,
                quarter,
                forecaster,
                outlook,
                peaks,
                loads,
                quarterControl,
                control,
                mayControl,
                silent,
                newLink,
                watch);
    }

    /** With other month peaks than were seen: a trial begins anew with none. */
    public SiteState with(PeakHistory newPeaks) {
        return new SiteState(
                last,
                grid,
                quarter,
                forecaster,
                outlook,
                newPeaks,
                loads,
                quarterControl,
                control,
                mayControl,
                silent,
                link,
                watch);
    }

    SiteState with(List<LoadState> newLoads) {
        return new SiteState(
                last,
                grid,
                quarter,
                forecaster,
                outlook,
                peaks,
                newLoads,
                quarterControl,
                control,
                mayControl,
                silent,
                link,
                watch);
    }

    SiteState controlled(ControlMode newControl, boolean nowMayControl) {
        return new SiteState(
                last,
                grid,
                quarter,
                forecaster,
                outlook,
                peaks,
                loads,
                QuarterControl.NONE,
                newControl,
                nowMayControl,
                silent,
                link,
                watch);
    }

    /** How far the controller goes at this moment. */
    public ControlMode effectiveMode() {
        return control == ControlMode.ACTIVE && !mayControl ? ControlMode.SHADOW : control;
    }

    SiteState silent(boolean now) {
        return new SiteState(
                last,
                grid,
                quarter,
                forecaster,
                outlook,
                peaks,
                loads,
                quarterControl,
                control,
                mayControl,
                now,
                link,
                watch);
    }

    /** After a reading of which only the quarter and the peaks count. */
    SiteState counted(
            MeterRead read,
            @Nullable Grid newGrid,
            RunningQuarter running,
            PeakHistory newPeaks,
            MeterWatch newWatch) {
        return new SiteState(
                read,
                newGrid,
                running,
                forecaster,
                null,
                newPeaks,
                loads,
                quarterControl,
                control,
                mayControl,
                false,
                read.link(),
                newWatch);
    }

    /** After a telegram that is passed over. */
    SiteState with(LinkHealth newLink, MeterWatch newWatch) {
        return new SiteState(
                last,
                grid,
                quarter,
                forecaster,
                outlook,
                peaks,
                loads,
                quarterControl,
                control,
                mayControl,
                silent,
                newLink,
                newWatch);
    }
}
