package be.bsmr.home.users;

/**
 * Somebody who has come in.
 *
 * @param name of the person or of the token; empty when nobody has to say who he is
 * @param scope what he may do in the house
 * @param owner whether he may also set up the house: its configuration, and who may come in. No
 *     token may
 */
public record Visitor(String name, Scope scope, boolean owner) {

    /** Where no password is set: whoever is on this machine. */
    public static final Visitor ANYBODY = person("", Role.OWNER);

    static Visitor person(String name, Role role) {
        return new Visitor(name, role.scope(), role == Role.OWNER);
    }

    static Visitor program(String name, Scope scope) {
        return new Visitor(name, scope, false);
    }
}
