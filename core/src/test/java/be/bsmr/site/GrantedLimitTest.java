package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.control.Outlook;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.AlarmLine;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput.LimitGranted;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A community or a grid operator grants the house a demand for a while. */
class GrantedLimitTest {

    private static final Instant START = Instant.parse("2026-01-14T16:00:00Z");
    private static final Power OWN = new Power(4000);

    private SiteSettings settings = SiteSettings.DEFAULT.aiming(PeakTarget.fixed(OWN));
    private final Household house = new Household(5, START, SiteSettings.BELGIUM, Grid.STAR_400);
    private SiteState state = SiteState.initial(settings, PeakHistory.EMPTY);
    private Instant now = START;

    @Test
    void theTargetIsWhatIsGrantedUntilThenTheOwnersAgain() {
        assertThat(heard().target()).isEqualTo(OWN);
        grant(1500, START.plusSeconds(5));
        for (int s = 0; s < 3; s++) {
            Outlook outlook = heard();
            assertThat(outlook.at()).isBefore(START.plusSeconds(5));
            assertThat(outlook.target()).isEqualTo(new Power(1500));
            assertThat(outlook.limit()).isEqualTo(new Power(1500).during(QuarterHour.LENGTH));
        }
        heard();
        Outlook after = heard();
        assertThat(after.at()).isAfterOrEqualTo(START.plusSeconds(5));
        assertThat(after.target()).isEqualTo(OWN);
        assertThat(after.limit()).isEqualTo(OWN.during(QuarterHour.LENGTH));
    }

    @Test
    void moreMayBeGrantedThanTheOwnersTargetButNotMoreThanTheOwnersLimit() {
        heard();
        grant(6000, START.plusSeconds(900));
        assertThat(heard().target()).isEqualTo(new Power(6000));
        settings =
                new SiteSettings(
                        settings.zone(),
                        new SiteSettings.Aim(
                                settings.aim().target(),
                                Optional.of(new Power(5000)),
                                AlarmLine.ORIGINAL),
                        settings.loads(),
                        settings.control(),
                        settings.rating(),
                        settings.listening(),
                        settings.tariff());
        assertThat(heard().target()).isEqualTo(new Power(5000));
        grant(3000, START.plusSeconds(900));
        assertThat(heard().target()).isEqualTo(new Power(3000));
    }

    @Test
    void whatIsGrantedLaterTakesThePlaceAlsoOfWhatHoldsLonger() {
        heard();
        grant(1000, START.plusSeconds(900));
        grant(2000, START.plusSeconds(600));
        assertThat(heard().target()).isEqualTo(new Power(2000));
        grant(0, START.minusSeconds(1));
        assertThat(heard().target()).as("what has ended already ends it").isEqualTo(OWN);
    }

    @Test
    void nothingIsGrantedBelowZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> grant(-1, START.plusSeconds(900)));
    }

    private void grant(int watts, Instant until) {
        take(new LimitGranted(now, new Power(watts), until));
    }

    /** The next telegram, a second later. */
    private Outlook heard() {
        MeterRead read = new MeterRead(house.next(), now, LinkHealth.INITIAL);
        take(read);
        now = now.plusSeconds(1);
        return Objects.requireNonNull(state.foresight().outlook());
    }

    private void take(SiteInput input) {
        state = new Site(settings).step(state, input).state();
    }
}
