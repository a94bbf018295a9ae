package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.control.Decision;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real recordings through the whole site, where they are at hand. */
class RealRecordingsTest {

    private static final Path DATA = Path.of("../../shared/data/p1/recordings");

    private final Site site = new Site(SiteSettings.DEFAULT);
    private SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
    private final List<QuarterDemand> finished = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    @BeforeEach
    void dataIsAtHand() {
        assumeTrue(Files.isDirectory(DATA), "no real recordings at hand: " + DATA.toAbsolutePath());
    }

    @Test
    void givesTheDemandThatTheRegistersOfTheOriginalRecordingGive() throws IOException {
        play("telegram20min.txt");
        assertThat(finished)
                .filteredOn(QuarterDemand::complete)
                .singleElement()
                .satisfies(q -> assertThat(q.demand()).isEqualTo(new Power(2512)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "telegram20min.txt",
                "be_1ph_50216_gas_water_18min.txt",
                "be_1ph_50217_demand_14s.txt",
                "nl_esmr5_9min_midstream.txt"
            })
    void estimatorsOfARealMeterDoNotContradictEachOther(String recording) throws IOException {
        play(recording);
        assertThat(decisions)
                .extracting(Decision::what)
                .doesNotContain(Decision.What.ESTIMATORS_DISAGREE);
        assertThat(state.foresight().outlook().soFar().coverage()).isPositive();
    }

    private void play(String recording) throws IOException {
        ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM);
        TelegramFramer framer =
                new TelegramFramer(
                        frame -> {
                            if (frame instanceof Telegram telegram) {
                                decoder.decode(telegram)
                                        .ifPresent(
                                                r -> {
                                                    SiteStep step =
                                                            site.step(
                                                                    state,
                                                                    new SiteInput.MeterRead(
                                                                            r,
                                                                            r.measuredAt(),
                                                                            LinkHealth.INITIAL));
                                                    state = step.state();
                                                    step.finished().ifPresent(finished::add);
                                                    decisions.addAll(step.decisions());
                                                });
                            }
                        });
        byte[] stream = Files.readAllBytes(DATA.resolve(recording));
        framer.push(stream, 0, stream.length, Instant.EPOCH);
        framer.end(Instant.EPOCH);
    }
}
