package be.bsmr.control;

import static be.bsmr.control.Evening.SIX;
import static be.bsmr.control.Evening.boiler;
import static be.bsmr.control.Evening.running;
import static be.bsmr.control.Evening.shed;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision.What;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadEventsTest {

    @Test
    void saysToWhatAPersonSwitchedALoad() {
        LoadNow on = running(boiler("a"), -600);
        assertThat(said(on, ManualOverride.ALWAYS_SHED)).containsExactly(What.LOAD_FORCED_OFF);
        LoadNow off = shed(boiler("a"), -600);
        assertThat(said(off, ManualOverride.ALWAYS_ON)).containsExactly(What.LOAD_FORCED_ON);
        LoadNow byHand = on.handsOff(SIX.plusSeconds(600));
        assertThat(said(byHand, ManualOverride.AUTO)).containsExactly(What.LOAD_GIVEN_BACK);
    }

    private static List<What> said(LoadNow load, ManualOverride mode) {
        return LoadEvents.force(List.of(load), "a", mode, SIX).decisions().stream()
                .map(Decision::what)
                .toList();
    }
}
