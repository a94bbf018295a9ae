package be.bsmr.home.web.manual;

import be.bsmr.home.words.Language;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How documents call the languages of their parts: each by its own name. */
final class Languages {

    private Languages() {}

    static String name(Language language) {
        return switch (language) {
            case nl -> "Nederlands";
            case fr -> "Français";
            case de -> "Deutsch";
            case en -> "English";
        };
    }

    /** The language of the part below such a heading. */
    static Optional<Language> named(String heading) {
        return Arrays.stream(Language.values()).filter(l -> name(l).equals(heading)).findFirst();
    }

    /** The language of the part that a link leads to, such as {@code #nederlands}. */
    static Optional<Language> anchored(String link) {
        return Arrays.stream(Language.values())
                .filter(l -> link.endsWith("#" + name(l).toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
