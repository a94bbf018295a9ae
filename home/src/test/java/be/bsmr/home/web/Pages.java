package be.bsmr.home.web;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
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
        return new Dashboard.PageAnswers(
                new SiteJson(SiteSettings.BELGIUM),
                billed ? Imewo.bill() : null,
                House::whatIf,
                null);
    }
}
