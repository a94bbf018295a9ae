package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Command;
import be.bsmr.control.Contact;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState.Report;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.LoadContact;
import be.bsmr.site.SiteInput.LoadObserved;
import be.bsmr.site.SiteInput.LoadReport;
import be.bsmr.unit.Power;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadSwitchTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final Command SHED = new Command.Shed("boiler", NOW);
    private static final Command RESTORE = new Command.Restore("boiler", NOW);

    private final List<SiteInput> told = new CopyOnWriteArrayList<>();
    private final Device relay = new Device();
    private Duration confirm = Duration.ofMillis(20);
    private LoadSwitch boiler = loadSwitch(List.of(relay));

    @AfterEach
    void close() {
        boiler.close();
    }

    @Test
    void touchesNothingUntilItMayControl() {
        boiler.put(SHED);
        awaitLooks();
        assertThat(relay.told).isEmpty();
        boiler.control(true, true);
        await().until(() -> relay.told.equals(List.of(SHED)));
    }

    @Test
    void makesTheLoadSafeWhenItBeginsToControlAndSaysSo() {
        boiler.control(true, true);
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        assertThat(relay.told).containsExactly(RESTORE);
    }

    @Test
    void touchesNothingWhileItIsOnlyToLookOn() {
        boiler.control(true, false);
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", true, null)));
        boiler.close();
        assertThat(relay.told).isEmpty();
    }

    @Test
    void givesUpAnActuatorThatIsSilentAndGoesOnTrying() {
        relay.silent = true;
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> told.contains(report(Report.FAILED)));
        assertThat(relay.told.stream().filter(SHED::equals)).hasSizeGreaterThanOrEqualTo(3);
        relay.silent = false;
        await().until(() -> told.contains(report(Report.CONFIRMED)) && !relay.on);
        assertThat(told.stream().filter(report(Report.FAILED)::equals))
                .as("once, however long it lasts")
                .hasSize(1);
    }

    @Test
    void whatIsNotWorthItAnyMoreIsNotBegun() {
        boiler.control(true, true);
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        boiler.put(new Command.Shed("boiler", NOW, Duration.ZERO));
        await().until(() -> told.contains(report(Report.FAILED)));
        assertThat(relay.told).containsExactly(RESTORE);
    }

    @Test
    void whatWasBegunHoldsUntilThereIsAnother() {
        boiler.control(true, true);
        boiler.put(new Command.Shed("boiler", NOW, Duration.ofSeconds(5)));
        await().until(() -> !relay.on);
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        relay.on = true;
        boiler.reconnected();
        await().until(() -> !relay.on);
    }

    @Test
    void saysWhenALoadCannotBeReachedAndWhenItCanBeAgain() {
        boiler.control(true, false);
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", true, null)));
        relay.away = true;
        await().until(() -> told.contains(new LoadContact(NOW, "boiler", Contact.lost(NOW))));
        relay.away = false;
        await().until(() -> told.contains(new LoadContact(NOW, "boiler", Contact.REACHED)));
    }

    @Test
    void aLoadThatHasNotAnsweredYetIsUnknownFromTheStartAndHasNoLastContact() {
        Device mute = new Device();
        mute.answered = false;
        boiler = loadSwitch(List.of(mute));
        assertThat(told).containsExactly(new LoadContact(NOW, "boiler", Contact.NOT_YET));
        boiler.control(true, true);
        await().until(() -> mute.looks.get() >= 2);
        assertThat(contacts()).as("that it could be asked is no contact").hasSize(1);
        mute.away = true;
        int looks = mute.looks.get();
        mute.away = false;
        mute.answered = true;
        await().until(() -> mute.looks.get() > looks && contacts().size() == 2);
        assertThat(contacts().get(1)).isEqualTo(new LoadContact(NOW, "boiler", Contact.REACHED));
    }

    @Test
    void oneThatIsOnlyToldIsReachedButSaysThatNobodyAnswers() {
        Device mute = new Device();
        mute.toldOnly = true;
        boiler.close();
        boiler = loadSwitch(List.of(mute));
        assertThat(told).contains(new LoadContact(NOW, "boiler", Contact.TOLD_ONLY));
        boiler.close();
        boiler = loadSwitch(List.of(mute, new Device()));
        assertThat(contacts()).as("one of two answers").hasSize(1);
    }

    @Test
    void oneThatDoesNotObeyIsAskedAllTheSame() {
        relay.silent = true;
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> told.contains(report(Report.FAILED)));
        int looks = relay.looks.get();
        int orders = relay.told.size();
        await().until(() -> relay.looks.get() > looks + 3);
        assertThat(relay.told.size() - orders).as("asked more often than told").isLessThan(4);
    }

    private List<LoadContact> contacts() {
        return told.stream()
                .filter(LoadContact.class::isInstance)
                .map(LoadContact.class::cast)
                .toList();
    }

    @Test
    void whoLostItsMemoryWhileItWasAwayIsToldAgain() {
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> !relay.on);
        relay.away = true;
        await().until(() -> told.contains(new LoadContact(NOW, "boiler", Contact.lost(NOW))));
        told.clear();
        relay.on = true;
        relay.away = false;
        await().until(() -> !relay.on);
        assertThat(told).doesNotContain(new LoadObserved(NOW, "boiler", true, null));
    }

    @Test
    void aPersonsHandIsNotUndoneWhenTheBrokerComesBack() {
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", false, null)));
        relay.on = true;
        boiler.heard();
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", true, null)));
        boiler.reconnected();
        awaitLooks();
        assertThat(relay.on).isTrue();
    }

    @Test
    void theNewestCommandDoesNotWaitForOneThatFails() {
        relay.silent = true;
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> relay.told.contains(SHED));
        relay.silent = false;
        boiler.put(RESTORE);
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        assertThat(relay.told.get(relay.told.size() - 1)).isEqualTo(RESTORE);
    }

    /** The answer to the first order comes after the second, which the broker has lost. */
    @Test
    void aLateAnswerIsNoHand() {
        confirm = Duration.ofSeconds(10);
        boiler = loadSwitch(List.of(relay));
        boiler.control(true, true);
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        relay.late = true;
        boiler.put(SHED);
        await().until(() -> !relay.on);
        relay.silent = true;
        told.clear();
        boiler.put(RESTORE);
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        relay.silent = false;
        relay.late = false;
        boiler.heard();
        await().until(() -> relay.on);
        awaitLooks();
        assertThat(told).doesNotContain(new LoadObserved(NOW, "boiler", false, null));
    }

    /** The broker has lost the second; the answer to the first says another value. */
    @Test
    void aLateAnswerWithAnotherValueIsNotLeftAsItIs() {
        confirm = Duration.ofSeconds(10);
        boiler = loadSwitch(List.of(relay));
        boiler.control(true, false);
        relay.value = 8;
        boiler.put(new Command.Set("boiler", NOW, 8));
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        relay.late = true;
        boiler.put(new Command.Set("boiler", NOW, 14));
        await().until(() -> relay.value == 14);
        relay.silent = true;
        told.clear();
        boiler.put(new Command.Set("boiler", NOW, 8));
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        relay.silent = false;
        relay.late = false;
        boiler.heard();
        await().until(() -> relay.value == 8);
    }

    @Test
    void whatTheBrokerSaysInOurPlaceIsNoHand() {
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", false, null)));
        told.clear();
        relay.spokenFor = true;
        relay.on = true;
        boiler.heard();
        awaitLooks();
        relay.spokenFor = false;
        boiler.reconnected();
        await().until(() -> !relay.on);
        assertThat(told).doesNotContain(new LoadObserved(NOW, "boiler", true, null));
    }

    /** It answers that only when it has been told once more what we want. */
    @Test
    void aLateAnswerToWhatTheBrokerSaidIsNoHand() {
        confirm = Duration.ofSeconds(10);
        boiler = loadSwitch(List.of(relay));
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", false, null)));
        told.clear();
        relay.late = true;
        relay.on = true;
        relay.silent = true;
        boiler.reconnected();
        await().until(() -> told.contains(report(Report.CONFIRMED)));
        relay.silent = false;
        relay.late = false;
        boiler.heard();
        await().until(() -> !relay.on);
        awaitLooks();
        assertThat(told).doesNotContain(new LoadObserved(NOW, "boiler", true, null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneActuatorThatFailsDoesNotStopTheOther(boolean defect) {
        Device bad = new Device();
        bad.broken = !defect;
        bad.defective = defect;
        boiler = loadSwitch(List.of(bad, relay));
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> told.contains(report(Report.FAILED)));
        assertThat(relay.on).isFalse();
    }

    @Test
    void saysWhenSomebodySwitchesByHand() {
        boiler.control(true, true);
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", true, null)));
        relay.on = false;
        boiler.heard();
        await().until(() -> told.contains(new LoadObserved(NOW, "boiler", false, null)));
        assertThat(relay.told).as("a person's switch wins").containsExactly(RESTORE);
    }

    @Test
    void keepsTheLoadSafeWhileTheSiteHangsAndThenLetsTheSiteHaveItsWay() {
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> !relay.on);
        boiler.keepSafe(true);
        await().until(() -> relay.on);
        boiler.put(SHED);
        awaitLooks();
        assertThat(relay.on).isTrue();
        boiler.keepSafe(false);
        await().until(() -> !relay.on);
    }

    @Test
    void repeatsWhatTheBrokersLastWillHasUndone() {
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> told.contains(report(Report.CONFIRMED)) && !relay.on);
        relay.on = true;
        boiler.reconnected();
        await().until(() -> !relay.on);
    }

    @Test
    void leavesTheLoadSafeWhenItCloses() {
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> !relay.on);
        boiler.close();
        assertThat(relay.on).isTrue();
        assertThat(relay.closed).isTrue();
    }

    @Test
    void leavesAloneWhatAnotherControls() {
        boiler.control(true, true);
        boiler.put(SHED);
        await().until(() -> !relay.on);
        boiler.control(false, true);
        boiler.close();
        assertThat(relay.on).isFalse();
    }

    /** The switch has taken whatever it was told so far: it looks when there is nothing to do. */
    private void awaitLooks() {
        int before = relay.looks.get();
        await().until(() -> relay.looks.get() > before + 2);
    }

    private LoadReport report(Report report) {
        return new LoadReport(NOW, "boiler", report, NOW);
    }

    private LoadSwitch loadSwitch(List<Actuator> actuators) {
        LoadSwitch fresh =
                new LoadSwitch(
                        Load.onOff("boiler", "Boiler", new Power(2400)),
                        actuators,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        told::add,
                        new RetryTimes(
                                confirm,
                                Duration.ofMillis(5),
                                Duration.ofMillis(50),
                                3,
                                Duration.ofMillis(20)));
        fresh.start();
        return fresh;
    }
}
