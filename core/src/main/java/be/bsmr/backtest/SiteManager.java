package be.bsmr.backtest;

import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.quarter.AlarmLine;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Our own controller, in the very same site as in a house. It has seen nothing before. */
final class SiteManager implements Manager {

    private final Site site;
    private SiteState state;

    SiteManager(Scenario scenario, PeakTarget target) {
        List<Load> loads = scenario.loads().stream().map(SteeredLoad::load).toList();
        SiteSettings settings =
                new SiteSettings(
                        scenario.zone(),
                        target,
                        Optional.empty(),
                        AlarmLine.ORIGINAL,
                        loads,
                        ControlMode.ACTIVE,
                        Optional.ofNullable(scenario.fuse()),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(60));
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY);
    }

    @Override
    public List<Command> hear(SiteInput input, Power target) {
        SiteStep step = site.step(state, input);
        state = step.state();
        return step.commands();
    }
}
