package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import be.bsmr.home.json.TroubleWords;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.home.words.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real sources say when they cannot be read reaches people in their language. */
class SourceTroubleTest {

    private final TroubleWords words = new TroubleWords();

    @ParameterizedTest
    @CsvSource({
        "serial:/dev/ttyNotThere, /dev/ttyNotThere bestaat niet",
        "tcp:127.0.0.1:1, geen verbinding met 127.0.0.1:1",
        "rfc2217:127.0.0.1:1, geen verbinding met 127.0.0.1:1",
        "tail:/nowhere/p1.log, /nowhere/p1.log bestaat nog niet",
        "mqtt:127.0.0.1:1/p1, kan p1 bij 127.0.0.1:1 niet volgen: de machine is er"
    })
    void aSourceThatCannotBeOpenedSaysSoInDutch(String source, String said) throws Exception {
        String english = refusal(source);
        assertThat(words.in(Language.nl, english)).as(english).get().asString().startsWith(said);
        assertThat(words.in(Language.fr, english)).isPresent();
        assertThat(words.in(Language.de, english)).isPresent();
    }

    @Test
    void aFileInPlaceOfAPortSaysSoInGerman(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("evening.txt"));
        assertThat(words.in(Language.de, refusal("serial:" + file)))
                .contains(
                        file
                                + " ist eine Datei, keine serielle Schnittstelle; schreiben Sie file:"
                                + file);
    }

    @Test
    void bothSidesOfASourceWithAFallbackAreSaid() {
        assertThat(
                        words.in(
                                Language.fr,
                                "serial:/dev/ttyUSB0 has been silent for 10 s; in its place:"
                                        + " 10.0.0.5:2001 closed the connection"))
                .contains(
                        "serial:/dev/ttyUSB0 est muet depuis 10 s → 10.0.0.5:2001 a fermé la"
                                + " connexion");
        assertThat(words.in(Language.fr, "something that nobody has translated")).isEmpty();
    }

    private static String refusal(String source) throws Exception {
        try (ByteSource opening = Sources.of(SourceSpec.parse(source), HomeConfig.DEFAULT)) {
            IOException refused = catchThrowableOfType(IOException.class, opening::open);
            return String.valueOf(refused.getMessage());
        }
    }
}
