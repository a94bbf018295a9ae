package be.bsmr.home.words;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language that the program speaks to people, by the code that ISO 639 gives it. */
public enum Language {
    nl,
    fr,
    de,
    en;

    /** The one that was asked for; null = the system's. */
    public static Language orSystems(@Nullable Language asked) {
        return asked == null ? of(Locale.getDefault()) : asked;
    }

    /** English for a language that the program does not speak. */
    public static Language of(Locale locale) {
        for (Language language : values()) {
            if (language.name().equals(locale.getLanguage())) {
                return language;
            }
        }
        return en;
    }

    /** How numbers and dates are written: with the commas and the 24 hours of Belgium. */
    public Locale locale() {
        return this == en ? Locale.UK : new Locale(name(), "BE");
    }

    /** Whether so many take the singular; in French none and one and a half do. */
    boolean isSingular(double count) {
        return this == fr ? Math.abs(count) < 2 : count == 1;
    }
}
