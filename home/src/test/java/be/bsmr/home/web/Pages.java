package be.bsmr.home.web;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.explain.MeterReport;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.source.LineDoctor;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.source.SerialSettings;
import be.bsmr.home.store.Store;
import be.bsmr.home.users.Users;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.api.PastAnswers;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Current;
import java.nio.file.Path;
import java.time.Clock;
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

    /** Of a house that is kept there; what people ask goes to {@code asked}. */
    static SiteAccess access(Store store, Consumer<SiteInput> asked) {
        return new SiteAccess(
                Set.of("boiler", "car", "heatpump"),
                Clock.systemUTC(),
                asked,
                () -> asked,
                new LatestState(),
                new ProgramHealth(),
                () -> Optional.of(store.history()));
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
                new PastAnswers(
                        billed
                                ? DashboardPictures.WITH_CAR.billed(Imewo.tariff())
                                : DashboardPictures.WITH_CAR,
                        null),
                SetUp.NONE);
    }

    /** Nobody has a password but, perhaps, the one in the settings. */
    static Users users(WebSettings settings) {
        return users(Path.of("target", "nobody", UsersFile.NAME), settings);
    }

    static Users users(Path file, WebSettings settings) {
        try {
            return Users.of(file, settings.plain());
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** On a port of its own, with nobody who has to say who he is. */
    static Dashboard dashboard(SiteAccess site, Dashboard.PageAnswers answers) {
        return dashboard(new WebSettings(true, "127.0.0.1", 0, null, null), site, answers);
    }

    static Dashboard dashboard(
            WebSettings settings, SiteAccess site, Dashboard.PageAnswers answers) {
        return new Dashboard(settings, users(settings), site, answers);
    }
}
