package be.bsmr.home.web;

import be.bsmr.home.users.Scope;
import be.bsmr.home.users.Visitor;
import io.undertow.server.HttpHandler;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * One address of programs, below {@code /api/v1}.
 *
 * @param method {@code GET}, which {@code HEAD} asks too; {@code POST} or {@code DELETE}, which
 *     have to carry the header {@code X-BSMR}
 * @param path below {@code /api/v1}, such as {@code /loads/{id}/mode}
 * @param before where it was answered before there was {@code /api/v1}, and still is; null = it is
 *     newer
 * @param need who is answered
 * @param answer answers
 */
public record Route(
        HttpString method, String path, @Nullable String before, Need need, HttpHandler answer) {

    /** Who is answered. */
    public enum Need {
        /** Whoever has come in, also a display on the wall. */
        PANEL,
        /** Who sees everything. */
        READ,
        /** Who may also ask for something. */
        CONTROL,
        /** Who may set up the house. */
        OWNER;

        boolean admits(Visitor visitor) {
            return this == OWNER ? visitor.owner() : visitor.scope().compareTo(scope()) >= 0;
        }

        /** What a token needs; of an owner's addresses none is enough. */
        private Scope scope() {
            return this == PANEL ? Scope.PANEL : this == READ ? Scope.READ : Scope.CONTROL;
        }

        /** Why somebody is not answered. */
        String refusal() {
            return this == OWNER
                    ? "only an owner who has signed in may set up the house; a token may not"
                    : "you may see everything and change nothing; an owner, or a token with the"
                            + " scope control, may";
        }
    }

    /** What is to be read, at {@code /api/…} too. */
    public static Route get(String path, Need need, HttpHandler answer) {
        return new Route(Methods.GET, path, "/api" + path, need, answer);
    }

    /** What is asked for, at {@code /api/…} too. */
    static Route post(String path, Need need, HttpHandler answer) {
        return new Route(Methods.POST, path, "/api" + path, need, answer);
    }

    /** What is ended, at {@code /api/…} too. */
    static Route delete(String path, Need need, HttpHandler answer) {
        return new Route(Methods.DELETE, path, "/api" + path, need, answer);
    }

    /** It had another address before. */
    public Route before(String other) {
        return new Route(method, path, other, need, answer);
    }

    /** It had no address before there was {@code /api/v1}. */
    public Route onlyInV1() {
        return new Route(method, path, null, need, answer);
    }
}
