package be.bsmr.home.web.api;

import be.bsmr.home.users.Role;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.Users;
import be.bsmr.home.users.UsersFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Who may come in: people and programs, without their hashes; and the {@code addresses} at which
 * other devices reach the dashboard.
 *
 * <ul>
 *   <li>{@code {"user": "ben", "role": "viewer", "password": "…"}} makes him, or changes of him
 *       what is said; with {@code "remove": true} he goes, with {@code "sign_out": true} his
 *       sessions end
 *   <li>{@code {"token": "grafana", "scope": "read"}} is answered with its {@code secret}, once;
 *       with {@code "remove": true} it goes
 * </ul>
 */
public final class UsersAnswers implements OwnersAnswers {

    private static final Set<String> OF_A_USER =
            Set.of("user", "role", "password", "remove", "sign_out");
    private static final Set<String> OF_A_TOKEN = Set.of("token", "scope", "remove");

    private final Users users;
    private final InstantSource clock;
    private final Supplier<List<String>> addresses;

    /**
     * @param clock since when somebody has his password
     * @param addresses where other devices reach the dashboard; none when only this machine does
     */
    public UsersAnswers(Users users, InstantSource clock, Supplier<List<String>> addresses) {
        this.users = users;
        this.clock = clock;
        this.addresses = addresses;
    }

    @Override
    public ObjectNode tell(Asking who) {
        UsersFile known = users.known();
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        ArrayNode people = told.putArray("users");
        for (UsersFile.User user : known.users()) {
            people.addObject()
                    .put("name", user.name())
                    .put("role", user.role().toString())
                    .put("since", user.since());
        }
        ArrayNode programs = told.putArray("tokens");
        for (UsersFile.Token token : known.tokens()) {
            programs.addObject()
                    .put("name", token.name())
                    .put("scope", token.scope().toString())
                    .put("since", token.since());
        }
        addresses.get().forEach(told.putArray("addresses")::add);
        return told;
    }

    @Override
    public ObjectNode take(Asking who, ObjectNode wish) throws IOException {
        boolean person = wish.has("user");
        for (String key : (Iterable<String>) wish::fieldNames) {
            if (!(person ? OF_A_USER : OF_A_TOKEN).contains(key)) {
                throw new IllegalArgumentException(
                        "unknown key '" + Parameters.printable(key) + "'");
            }
        }
        if (person) {
            changeUser(text(wish, "user").orElse(""), wish);
            return tell(who);
        }
        Optional<String> secret = changeToken(text(wish, "token").orElse(""), wish);
        ObjectNode told = tell(who);
        secret.ifPresent(one -> told.put("secret", one));
        return told;
    }

    private void changeUser(String name, ObjectNode wish) throws IOException {
        if (isTrue(wish, "sign_out")) {
            users.signOutEverywhere(name);
            return;
        }
        Optional<String> password = text(wish, "password");
        Optional<Role> role = text(wish, "role").map(r -> one("role", r, Role.values()));
        Instant now = clock.instant();
        users.change(
                known -> {
                    Optional<UsersFile.User> before = known.user(name);
                    if (password.isPresent()) {
                        Role his =
                                role.or(() -> before.map(UsersFile.User::role)).orElse(Role.VIEWER);
                        return known.withUser(name, his, password.get(), now);
                    }
                    if (before.isEmpty()) {
                        throw new IllegalArgumentException(
                                "there is no user " + name + "; a new one needs a password");
                    }
                    return isTrue(wish, "remove")
                            ? known.withoutUser(name)
                            : role.map(r -> known.withRole(name, r)).orElse(known);
                });
    }

    private Optional<String> changeToken(String name, ObjectNode wish) throws IOException {
        if (isTrue(wish, "remove")) {
            users.change(known -> known.withoutToken(name));
            return Optional.empty();
        }
        Scope scope =
                text(wish, "scope").map(s -> one("scope", s, Scope.values())).orElse(Scope.READ);
        String secret = UsersFile.newToken();
        Instant now = clock.instant();
        users.change(known -> known.withToken(name, scope, secret, now));
        return Optional.of(secret);
    }

    private static boolean isTrue(ObjectNode wish, String key) {
        JsonNode value = wish.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException(key + " is true or false");
        }
        return value.asBoolean();
    }

    private static Optional<String> text(ObjectNode wish, String key) {
        JsonNode value = wish.path(key);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new IllegalArgumentException(key + " is a text");
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    private static <E extends Enum<E>> E one(String key, String word, E[] all) {
        return Arrays.stream(all)
                .filter(e -> e.toString().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        key
                                                + " is one of "
                                                + Arrays.stream(all)
                                                        .map(E::toString)
                                                        .collect(Collectors.joining(", "))));
    }
}
