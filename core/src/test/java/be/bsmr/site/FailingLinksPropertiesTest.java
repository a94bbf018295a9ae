package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Actuation;
import be.bsmr.control.Decision;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the link to a load does, and when: it is not left away from what the site wants. */
class FailingLinksPropertiesTest {

    private static final Instant START = Instant.parse("2026-01-13T16:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(20);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noLoadIsLeftAwayFromWhatTheSiteWants(long seed) {
        Random random = new Random(seed);
        Load boiler =
                boiler(random.nextInt(4) > 0 ? new Load.FailSafe.On() : new Load.FailSafe.Off());
        FlakySwitch link = new FlakySwitch(boiler, START);
        ControlledHouse house = house(boiler, link);
        int away = 0;
        int off = 0;
        boolean silent = false;
        int rest = 300;
        for (int s = 0; s < 2 * 3600; s++) {
            if (s % 150 == 0) {
                rest = random.nextInt(3) == 0 ? 5000 : 200 + random.nextInt(1500);
                silent = random.nextInt(12) == 0;
            }
            fail(link, random);
            if (random.nextInt(2500) == 0) {
                house.restart();
            }
            if (silent) {
                house.silence(1);
            } else {
                house.run(1, rest);
            }
            LoadNow state = house.load("boiler");
            away = link.isUp() && link.on() == state.isShed() ? away + 1 : 0;
            off = link.isUp() && !link.on() ? off + 1 : 0;
            assertThat(away)
                    .as("s away from what the site wants, at %s: %s", house.now(), state)
                    .isLessThanOrEqualTo(FlakySwitch.SETTLED);
            if (boiler.failSafe() instanceof Load.FailSafe.On) {
                assertThat(off)
                        .as("s off, at %s: %s", house.now(), state)
                        .isLessThanOrEqualTo((int) LONGEST.toSeconds() + FlakySwitch.SETTLED);
            }
        }
        assertThat(house.count(Decision.What.LOAD_BY_HAND)).as("nobody touched it").isZero();
    }

    private static void fail(FlakySwitch link, Random random) {
        if (link.isUp() && random.nextInt(200) == 0) {
            link.down(random.nextBoolean());
        } else if (!link.isUp() && random.nextInt(120) == 0) {
            if (random.nextInt(4) == 0) {
                link.reboots(random.nextBoolean());
            }
            link.up();
        }
    }

    @Test
    void aShedThatIsGivenUpIsNotObeyedInTheNextQuarter() {
        Load boiler = boiler(new Load.FailSafe.On());
        FlakySwitch link = new FlakySwitch(boiler, START);
        ControlledHouse house = house(boiler, link).run(3 * 3600, 200);
        untilShed(house);
        link.down(true);
        house.run(60, 6000);
        assertThat(house.load("boiler").isShed()).as("given up").isFalse();
        assertThat(house.load("boiler").contact().isReached()).isFalse();
        while (house.now().getEpochSecond() % 900 != 20) {
            house.run(1, 300);
        }
        link.up();
        house.run(FlakySwitch.SETTLED + 1, 300);
        assertThat(link.on()).isTrue();
        assertThat(house.load("boiler").report()).isEqualTo(LoadState.Report.CONFIRMED);
        assertThat(house.load("boiler").contact().isReached()).isTrue();
        house.run(1800, 300);
        assertThat(link.on()).isTrue();
        assertThat(house.count(Decision.What.LOAD_BY_HAND)).isZero();
    }

    @Test
    void whatAPersonWantsIsNotGivenUp() {
        Load boiler = boiler(new Load.FailSafe.On());
        FlakySwitch link = new FlakySwitch(boiler, START);
        ControlledHouse house = house(boiler, link).run(60, 200);
        link.down(false);
        house.step(new SiteInput.UserRequest(house.now(), "boiler", ManualOverride.ALWAYS_SHED));
        house.run(300, 200);
        assertThat(house.load("boiler").isShed()).isTrue();
        assertThat(house.count(Decision.What.LOAD_FAILED)).isEqualTo(1);
        link.up();
        house.run(FlakySwitch.SETTLED, 200);
        assertThat(link.on()).isFalse();
    }

    @Test
    void givingBackIsNotGivenUp() {
        Load boiler = boiler(new Load.FailSafe.On());
        FlakySwitch link = new FlakySwitch(boiler, START);
        ControlledHouse house = house(boiler, link).run(3 * 3600, 200);
        untilShed(house);
        house.run(10, 6000);
        link.down(false);
        house.run((int) LONGEST.toSeconds() + 60, 6000);
        assertThat(house.load("boiler").isShed()).as("it is to be on").isFalse();
        link.up();
        house.run(FlakySwitch.SETTLED, 6000);
        assertThat(link.on()).isTrue();
    }

    private static void untilShed(ControlledHouse house) {
        for (int s = 0; s < 900 && !house.load("boiler").isShed(); s++) {
            house.run(1, 6000);
        }
        assertThat(house.load("boiler").isShed()).isTrue();
    }

    private static ControlledHouse house(Load boiler, FlakySwitch link) {
        return new ControlledHouse(SiteSettings.DEFAULT.controlling(List.of(boiler)), START)
                .behind(link, "boiler")
                .wish("boiler", 1900);
    }

    private static Load boiler(Load.FailSafe failSafe) {
        Limits limits =
                new Limits(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        LONGEST,
                        0,
                        List.of(),
                        null,
                        Duration.ofHours(2));
        return new Load(
                "boiler",
                "Boiler",
                1,
                new Power(2000),
                new Actuation.OnOff(),
                Set.of(),
                limits,
                List.of(),
                failSafe);
    }
}
