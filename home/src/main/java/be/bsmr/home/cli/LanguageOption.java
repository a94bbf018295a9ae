package be.bsmr.home.cli;

import be.bsmr.home.words.Language;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For commands that speak to people; {@link OptionWords} has what each says. */
final class LanguageOption {

    @Option(
            names = "--lang",
            paramLabel = "nl|fr|de|en",
            description = "of the plain words (default: the system's)")
    private @Nullable Language language;

    /** The one that was asked for, or the system's. */
    Language language() {
        return Language.orSystems(language);
    }
}
