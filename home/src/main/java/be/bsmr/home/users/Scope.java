package be.bsmr.home.users;

import java.util.Locale;

/** What somebody who has come in may do. */
public enum Scope {
    /** See the running quarter on a display on the wall, and nothing else. */
    PANEL,
    /** See everything. */
    READ,
    /** See everything, and ask for something: a load's mode, the mode of control. */
    CONTROL;

    /** As people and programs write it, such as {@code read}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
