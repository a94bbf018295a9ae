package be.bsmr.backtest;

import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Our own controller, in the very same site as in a house. It has seen nothing before. */
final class SiteManager implements Manager {

    private final Site site;
    private final PeakGoal.Span span;
    private final ZoneId zone;
    private LocalDate period = LocalDate.MIN;
    private SiteState state;

    SiteManager(Scenario scenario, PeakGoal goal) {
        this(
                new SiteSettings(
                        scenario.zone(),
                        SiteSettings.Aim.at(goal.ofSite()),
                        scenario.loads().stream().map(ControlledLoad::load).toList(),
                        ControlMode.ACTIVE,
                        new SiteSettings.Rating(
                                Optional.ofNullable(scenario.fuse()), Optional.empty()),
                        SiteSettings.Listening.TO_ANY,
                        CapacityTariff.UNKNOWN),
                goal.span());
    }

    /**
     * @param span after which the peak so far is forgotten
     */
    SiteManager(SiteSettings settings, PeakGoal.Span span) {
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY);
        zone = settings.zone();
        this.span = span;
    }

    @Override
    public List<Command> hear(SiteInput input, Power target) {
        SiteStep step = site.step(state, input);
        state = step.state();
        LocalDate now = span.of(input.at(), zone);
        if (!now.equals(period)) {
            // The quarter that ends here has just been counted: it is of the period before.
            state = state.with(PeakHistory.EMPTY);
            period = now;
        } else if (span != PeakGoal.Span.MONTH) {
            state =
                    state.with(
                            throughout(
                                    state.metering().peaks(),
                                    YearMonth.from(input.at().atZone(zone))));
        }
        return step.commands();
    }

    @Override
    public Power level() {
        return state.control().quarterControl().plan().level();
    }

    @Override
    public void forgetPeaks() {
        state = state.with(PeakHistory.EMPTY);
    }

    /** A day or a week does not end with the month: its peak holds in the next one too. */
    private static PeakHistory throughout(PeakHistory peaks, YearMonth month) {
        Optional<MonthPeak> before = peaks.of(month.minusMonths(1));
        return before.isEmpty() || peaks.of(month).isPresent()
                ? peaks
                : peaks.with(
                        new MonthPeak(
                                month,
                                before.get().demand(),
                                before.get().quarterEnd(),
                                MonthPeak.Source.COUNTED));
    }
}
