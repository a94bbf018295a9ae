package be.bsmr.site;

import be.bsmr.control.Contact;
import be.bsmr.control.ControlMode;
import be.bsmr.control.ControlOutcome;
import be.bsmr.control.Decision;
import be.bsmr.control.LoadController;
import be.bsmr.control.LoadEvents;
import be.bsmr.control.LoadNow;
import be.bsmr.control.Outlook;
import be.bsmr.control.Silence;
import be.bsmr.site.SiteInput.MeterRead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each input does to the loads. */
record ControlCases(
        Control before,
        Metering metering,
        MeteringStep counted,
        Foresight foresight,
        @Nullable LoadShare share,
        SiteSettings settings)
        implements SiteInput.Cases<Control.Step> {

    @Override
    public Control.Step on(MeterRead read) {
        Outlook outlook = foresight.outlook();
        return share == null || outlook == null
                ? unchanged()
                : share.decide(outlook, foresight.forecaster(), counted.metering().grid());
    }

    /** Nothing is known of the house while the meter is silent. */
    @Override
    public Control.Step on(SiteInput.Tick tick) {
        boolean controls = before.effectiveMode() == ControlMode.ACTIVE;
        boolean overdue = metering.watch().isOverdue(tick.at(), metering.last(), settings);
        if (!overdue || (metering.silent() && !controls)) {
            return unchanged();
        }
        Instant now = metering.time(tick.at());
        return before.after(
                controls
                        ? Silence.passes(loads(), now)
                        : LoadController.release(loads(), now).silently());
    }

    @Override
    public Control.Step on(SiteInput.UserRequest r) {
        return before.after(LoadEvents.force(loads(), r.load(), r.mode(), metering.time(r.at())));
    }

    @Override
    public Control.Step on(SiteInput.UndoRequest r) {
        return before.after(LoadEvents.undo(loads(), r.load(), metering.time(r.at())));
    }

    @Override
    public Control.Step on(SiteInput.LoadReport r) {
        return before.after(
                LoadEvents.report(
                        loads(),
                        r.load(),
                        r.report(),
                        r.ordered(),
                        metering.silent(),
                        metering.time(r.at())));
    }

    @Override
    public Control.Step on(SiteInput.LoadContact r) {
        Instant last = r.contact().last();
        Contact contact = last == null ? r.contact() : Contact.lost(metering.time(last));
        return before.after(LoadEvents.contact(loads(), r.load(), contact));
    }

    @Override
    public Control.Step on(SiteInput.LoadObserved r) {
        return before.after(
                LoadEvents.seen(
                        loads(), r.load(), r.on(), r.power(), r.held(), metering.time(r.at())));
    }

    @Override
    public Control.Step on(SiteInput.Recalled r) {
        return before.after(LoadEvents.recall(loads(), r.loads(), metering.time(r.at())));
    }

    @Override
    public Control.Step on(SiteInput.PricesTold told) {
        return new Control.Step(before.with(told.prices()), List.of(), List.of());
    }

    @Override
    public Control.Step on(SiteInput.ModeRequest r) {
        return changed(before.with(r.mode(), before.mayControl()), r);
    }

    @Override
    public Control.Step on(SiteInput.ControlReport r) {
        return changed(before.with(before.mode(), r.mayControl()), r);
    }

    /**
     * The controller may go further, or less far, than before; when control ends, what it holds is
     * given back.
     */
    private Control.Step changed(Control next, SiteInput input) {
        if (next.equals(before)) {
            return unchanged();
        }
        Instant now = metering.time(input.at());
        ControlOutcome released = LoadController.release(loads(), now);
        boolean held = before.effectiveMode() == ControlMode.ACTIVE;
        // Control taken over from another program begins with the fail-safe, as the switches do.
        boolean taken = !before.mayControl() && next.effectiveMode() == ControlMode.ACTIVE;
        return new Control.Step(
                next.with(
                        taken ? loads().stream().map(LoadNow::safely).toList() : released.loads()),
                held && next.mayControl() ? released.commands() : List.of(),
                List.of(Decision.about(now, what(next), null)));
    }

    private Decision.What what(Control next) {
        if (before.mayControl() != next.mayControl()) {
            return next.mayControl() ? Decision.What.STEERS_AGAIN : Decision.What.ANOTHER_STEERS;
        }
        return switch (next.mode()) {
            case OFF -> Decision.What.CONTROL_OFF;
            case SHADOW -> Decision.What.CONTROL_SHADOW;
            case ACTIVE -> Decision.What.CONTROL_ACTIVE;
        };
    }

    @Override
    public Control.Step on(SiteInput.LinkReport report) {
        return unchanged();
    }

    @Override
    public Control.Step on(SiteInput.PeaksImported imported) {
        return unchanged();
    }

    @Override
    public Control.Step on(SiteInput.LimitGranted granted) {
        return unchanged();
    }

    private List<LoadNow> loads() {
        return before.loads(settings);
    }

    private Control.Step unchanged() {
        return new Control.Step(before, List.of(), List.of());
    }
}
