package be.bsmr.home.users;

/**
 * Somebody who has come in.
 *
 * @param name of the person or of the token; empty when nobody has to say who he is
 * @param scope what he may do
 */
public record Visitor(String name, Scope scope) {

    /** Where no password is set: whoever is on this machine. */
    public static final Visitor ANYBODY = new Visitor("", Scope.CONTROL);
}
