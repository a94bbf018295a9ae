package be.bsmr.home.users;

import java.util.Locale;

/** What a person is here. */
public enum Role {
    VIEWER(Scope.READ),
    OWNER(Scope.CONTROL);

    private final Scope scope;

    Role(Scope scope) {
        this.scope = scope;
    }

    public Scope scope() {
        return scope;
    }

    /** As people write it, such as {@code owner}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
