package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.home.FreePort;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.json.WhatIfJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.Users;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.Dashboard;
import be.bsmr.home.web.PemFiles;
import be.bsmr.home.web.SetUp;
import be.bsmr.home.web.WebSettings;
import be.bsmr.home.web.api.PastAnswers;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.WhatIf;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhatIfCommandTest {

    private static final Path NOBODY = Path.of("target", "nobody", UsersFile.NAME);

    private static final Instant EVENING = Instant.parse("2026-01-13T17:20:00Z");

    private static final WhatIf.Question QUESTION =
            new WhatIf.Question(
                    new Power(2500), Duration.ofMinutes(90), WhatIf.Question.USUALLY_WITHIN);

    private static final WhatIf ANSWER =
            new WhatIf(
                    QUESTION,
                    EVENING,
                    new Power(2500),
                    true,
                    true,
                    false,
                    new WhatIf.Start(
                            EVENING,
                            0.83456,
                            0.05,
                            812.4,
                            WhatIf.Costs.BILLED,
                            Optional.of(new BigDecimal("3.445")),
                            Optional.of(new BigDecimal("1.125"))),
                    new WhatIf.Start(
                            Instant.parse("2026-01-14T01:05:00Z"),
                            0.00001,
                            0,
                            0,
                            WhatIf.Costs.UNKNOWN,
                            Optional.empty(),
                            Optional.empty()));

    @Test
    void saysItInJson() {
        assertThat(json(ANSWER))
                .hasToString(
                        "{\"time\":\"2026-01-13T18:20:00+01:00\",\"load_w\":2500,\"for_s\":5400,"
                                + "\"within_s\":43200,\"target_w\":2500,\"from_start\":true,"
                                + "\"day_known\":true,\"silent\":false,\"now\":{"
                                + "\"start\":\"2026-01-13T18:20:00+01:00\","
                                + "\"break_probability\":0.8346,"
                                + "\"break_probability_anyway\":0.05,"
                                + "\"break_probability_added\":0.7846,\"added_peak_w\":812,"
                                + "\"costs\":\"billed\",\"eur_per_year\":3.45,"
                                + "\"energy_eur\":1.13},\"cheapest\":{"
                                + "\"start\":\"2026-01-14T02:05:00+01:00\","
                                + "\"break_probability\":0.0001,"
                                + "\"break_probability_anyway\":0,"
                                + "\"break_probability_added\":0.0001,\"added_peak_w\":0,"
                                + "\"costs\":\"unknown\"}}");
    }

    @Test
    void saysItInPlainWords() {
        assertThat(text(Language.en, ANSWER))
                .isEqualTo(
                        """
                        2.50 kW for 1 h 30 min; this month's target is 2.50 kW
                        Started now:
                          passes the target with 83 % chance: 5 % anyway, 78 % because of it
                          is expected to raise the month peak by 0.81 kW
                          is expected to cost at most € 3.45 over a year, VAT included
                          its energy comes to € 1.13
                        Cheapest moment within 12 h: Wed 14 Jan 2026 02:05
                          passes the target with < 1 % chance
                          is expected to raise the month peak by 0.00 kW
                          what that costs is not known: set tariff.area, or add a sheet of that year
                        """);
        assertThat(text(Language.nl, ANSWER))
                .contains("overschrijdt het doel met 83 % kans: 5 % hoe dan ook, 78 % hierdoor")
                .contains("hoogstens € 3,45 over een jaar, btw inbegrepen");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        WhatIf old =
                new WhatIf(
                        QUESTION,
                        EVENING,
                        new Power(2500),
                        false,
                        false,
                        true,
                        ANSWER.now(),
                        ANSWER.now());

        assertThat(text(Language.en, old))
                .contains("The meter is silent: this is as it was on Tue 13 Jan 2026 18:20.\n")
                .contains("The running quarter is not known from its start")
                .contains("seen for less than a day")
                .contains("No moment within 12 h is cheaper.\n");
    }

    @ParameterizedTest
    @CsvSource({"2500W,2500", "2.5kW,2500", "'2,5 kW',2500", "7.4KW,7400", "1.5000kW,1500"})
    void readsPowers(String text, int watts) throws Fault {
        assertThat(Quantities.power("--load", text)).isEqualTo(new Power(watts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2500", "2.5", "kW", "-5W", "2.5W", "2.0001kW", ""})
    void saysHowToWriteAPower(String text) {
        assertThatThrownBy(() -> Quantities.power("--load", text))
                .isInstanceOf(Fault.class)
                .hasMessage(
                        "--load '"
                                + text
                                + "' is no power in whole watts; write it with its unit, as 2500W"
                                + " or 2.5kW");
    }

    @ParameterizedTest
    @CsvSource({"90m,5400", "1h30m,5400", "5400s,5400", "2h,7200", "1H5s,3605", "45min,2700"})
    void readsDurations(String text, int seconds) throws Fault {
        assertThat(Quantities.duration("--for", text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "1:30", "1h30", "-5m", "soon", ""})
    void saysHowToWriteADuration(String text) {
        assertThatThrownBy(() -> Quantities.duration("--for", text))
                .isInstanceOf(Fault.class)
                .hasMessage(
                        "--for '"
                                + text
                                + "' is no duration; write it with its unit, as 90m, 1h30m or"
                                + " 5400s");
    }

    @Test
    void asksTheRunningProgramWithItsPassword() throws Exception {
        WebSettings web = new WebSettings(true, "127.0.0.1", FreePort.take(), "ann", "sésame");
        String call = "api/whatif?load_w=2500&for_s=5400";
        assertThat(new RunningProgram(web, NOBODY).ask(call)).as("nobody there").isEmpty();

        try (Dashboard dashboard = dashboard(web, NOBODY)) {
            dashboard.start();
            RunningProgram program = new RunningProgram(web, NOBODY);

            assertThat(program.ask("metrics")).as("no JSON, so not what was asked").isEmpty();
            assertThat(program.ask("api/link")).isPresent();
            assertThatThrownBy(() -> program.ask(call))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("no telegram yet");
            assertThatThrownBy(() -> program.ask("api/whatif?load_w=1"))
                    .isInstanceOf(Fault.class)
                    .hasMessageStartingWith("for_s is missing");
            WebSettings stranger =
                    new WebSettings(true, "127.0.0.1", web.port(), "ann", "open sesame");
            assertThatThrownBy(() -> new RunningProgram(stranger, NOBODY).ask(call))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("does not let this command in");
        }
    }

    /** Where only hashes are kept no command knows a password. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asksTheRunningProgramWithTheTokenThatItLeft(boolean tls, @TempDir Path folder)
            throws Exception {
        WebSettings web = new WebSettings(true, "127.0.0.1", FreePort.take(), null, null);
        if (tls) {
            PemFiles pem = PemFiles.make(folder, "elsewhere", "RSA", "-10d");
            web =
                    ConfigFile.with(
                            web,
                            Map.of("tls.certificate", pem.certificate(), "tls.key", pem.key()));
        }
        Path users = folder.resolve(UsersFile.NAME);
        UsersFile.EMPTY.withUser("ann", Role.OWNER, "drie woorden", EVENING).write(users);
        try (Dashboard dashboard = dashboard(web, users)) {
            dashboard.start();
            assertThat(new RunningProgram(web, users).ask("api/link")).isPresent();
            RunningProgram stranger = new RunningProgram(web, NOBODY);
            assertThatThrownBy(() -> stranger.ask("api/link"))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("does not let this command in");
        }
    }

    private static Dashboard dashboard(WebSettings web, Path users) throws Exception {
        return new Dashboard(
                web,
                Users.of(users, web.plain()),
                new SiteAccess(
                        Set.of(),
                        Clock.systemUTC(),
                        input -> {},
                        () -> input -> {},
                        new LatestState(),
                        new ProgramHealth(),
                        Optional::empty),
                new Dashboard.PageAnswers(
                        new SiteJson(SiteSettings.BELGIUM),
                        null,
                        (s, q) -> Optional.of(json(ANSWER)),
                        language -> json(ANSWER),
                        new PastAnswers(SiteSettings.DEFAULT, null),
                        SetUp.NONE));
    }

    private static ObjectNode json(WhatIf answer) {
        return new WhatIfJson(SiteSettings.BELGIUM).answer(answer);
    }

    private static String text(Language language, WhatIf answer) {
        try {
            JsonNode node = new JsonMapper().readTree(json(answer).toString());
            return new WhatIfText(new Texts(language, SiteSettings.BELGIUM)).text(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
