package be.bsmr.home.cli;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages of the houses that we speak to. */
enum Language {
    nl,
    fr,
    de,
    en;

    /** What was asked for, else what the system speaks, else English. */
    static Language orSystems(@Nullable Language asked) {
        if (asked != null) {
            return asked;
        }
        String system = Locale.getDefault().getLanguage();
        return Arrays.stream(values()).filter(l -> l.name().equals(system)).findFirst().orElse(en);
    }

    /** As it is written in Belgium: commas, 24 hours. */
    Locale locale() {
        return this == en ? Locale.UK : new Locale(name(), "BE");
    }
}
