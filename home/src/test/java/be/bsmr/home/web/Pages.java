package be.bsmr.home.web;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.explain.MeterReport;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.source.LineDoctor;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Current;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a dashboard needs of a house, for tests. */
final class Pages {

    static final Instant SIX_PM = Instant.parse("2026-11-22T17:00:00Z");

    private Pages() {}

    static SiteAccess access(ProgramHealth health, Consumer<SiteInput> asked) {
        return new SiteAccess(
                Set.of("boiler"),
                InstantSource.fixed(SIX_PM),
                asked,
                () -> asked,
                new LatestState(),
                health,
                Optional::empty);
    }

    static SiteAccess access(ProgramHealth health) {
        return access(health, input -> {});
    }

    static SiteAccess access() {
        return access(new ProgramHealth());
    }

    /** With a bill, or without. */
    static Dashboard.PageAnswers answers(boolean billed) {
        return answers(billed, new Overheard(InstantSource.fixed(SIX_PM)));
    }

    /**
     * @param bytes of the line to the meter
     */
    static Dashboard.PageAnswers answers(boolean billed, Overheard bytes) {
        MeterReport.Origin origin =
                new MeterReport.Origin(
                        bytes,
                        SiteSettings.BELGIUM,
                        Optional.of(Current.ofAmperes(25)),
                        Optional::empty,
                        () ->
                                new LineDoctor(
                                        SiteSettings.BELGIUM,
                                        SerialSettings.DEFAULT,
                                        LineDoctor.HostClock.SYNCHRONISED,
                                        Optional.empty()));
        return new Dashboard.PageAnswers(
                new SiteJson(SiteSettings.BELGIUM),
                billed ? Imewo.bill() : null,
                House::whatIf,
                new MeterReport(origin, InstantSource.fixed(SIX_PM))::in,
                null);
    }
}
