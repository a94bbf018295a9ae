package be.bsmr.home.users;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.guard.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code users.yaml} says, which {@code bsmr passwd}, {@code bsmr token} and the page of
 * settings write.
 *
 * @param users people who sign in with a password, each name once
 * @param tokens programs, each name once
 */
public record UsersFile(List<User> users, List<Token> tokens) {

    /** Beside the database. */
    public static final String NAME = "users.yaml";

    public static final UsersFile EMPTY = new UsersFile(List.of(), List.of());

    private static final String HEAD =
            "# Who may come in. bsmr passwd, bsmr token and the page of settings write this; nobody"
                    + " else may read it.\n";

    public UsersFile {
        users = List.copyOf(users);
        tokens = List.copyOf(tokens);
        requireOnce("users", users.stream().map(User::name));
        requireOnce("tokens", tokens.stream().map(Token::name));
    }

    /**
     * A person.
     *
     * @param name as it is typed to sign in
     * @param role what he may do
     * @param hash of the password, bcrypt
     * @param since when the password was set, ISO 8601
     */
    public record User(String name, Role role, String hash, String since) {

        public User {
            requireName("users", name);
            if (isMissing(role) || isMissing(hash) || !Passwords.isHash(hash)) {
                throw new IllegalArgumentException(
                        "users: "
                                + name
                                + " needs a role and the hash of a password; bsmr passwd writes"
                                + " both");
            }
            since = isMissing(since) ? "" : since;
        }
    }

    /**
     * A program.
     *
     * @param name what it is called
     * @param scope what it may do
     * @param hash of the token, SHA-256, hexadecimal
     * @param since when it was made, ISO 8601
     */
    public record Token(String name, Scope scope, String hash, String since) {

        public Token {
            requireName("tokens", name);
            if (isMissing(scope) || isMissing(hash) || !hash.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "tokens: "
                                + name
                                + " needs a scope and the hash of a token; bsmr token writes both");
            }
            since = isMissing(since) ? "" : since;
        }
    }

    /**
     * The file as it is now; nobody when it is not there.
     *
     * @throws ConfigException saying file, line and what is wrong
     */
    public static UsersFile read(Path file) throws ConfigException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? ConfigFile.read(file, "bsmr passwd", EMPTY, UsersFile.class, Map.of())
                : EMPTY;
    }

    /** Writes it whole, for its owner only, as is its folder when that has to be made. */
    public void write(Path file) throws IOException {
        PrivateFile.makeFolder(file);
        PrivateFile.write(
                file,
                HEAD
                        + lines("users", users.stream().map(UsersFile::line))
                        + lines("tokens", tokens.stream().map(UsersFile::line)));
    }

    public Optional<User> user(String name) {
        return users.stream().filter(one -> one.name.equals(name)).findFirst();
    }

    public Optional<Token> token(String name) {
        return tokens.stream().filter(one -> one.name.equals(name)).findFirst();
    }

    /**
     * With a person who has this password, whatever he had before.
     *
     * @throws IllegalArgumentException when the name or the password will not do, saying why
     */
    public UsersFile withUser(String name, Role role, String password, Instant now) {
        requireName("a user", name);
        Passwords.requireGood(password, name);
        User user = new User(name, role, Passwords.hash(password), second(now));
        UsersFile others = withoutUser(name);
        return new UsersFile(
                Stream.concat(others.users.stream(), Stream.of(user)).toList(), tokens);
    }

    /** With another role of a person who is there; his password stays. */
    public UsersFile withRole(String name, Role role) {
        return new UsersFile(
                users.stream()
                        .map(u -> u.name.equals(name) ? new User(name, role, u.hash, u.since) : u)
                        .toList(),
                tokens);
    }

    public UsersFile withoutUser(String name) {
        return new UsersFile(users.stream().filter(one -> !one.name.equals(name)).toList(), tokens);
    }

    /**
     * With a token, instead of one of that name that was there before.
     *
     * @param secret see {@link #newToken}
     * @throws IllegalArgumentException when the name will not do, saying why
     */
    public UsersFile withToken(String name, Scope scope, String secret, Instant now) {
        Token token = new Token(name, scope, Digest.of(secret), second(now));
        UsersFile others = withoutToken(name);
        return new UsersFile(
                users, Stream.concat(others.tokens.stream(), Stream.of(token)).toList());
    }

    public UsersFile withoutToken(String name) {
        return new UsersFile(users, tokens.stream().filter(one -> !one.name.equals(name)).toList());
    }

    /** A secret for a program: what the file keeps of it does not give it away. */
    public static String newToken() {
        return Digest.secret();
    }

    // ---- as text

    private static String second(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String lines(String key, Stream<String> items) {
        String all = items.map(item -> "  - " + item + "\n").collect(Collectors.joining());
        return all.isEmpty() ? "" : key + ":\n" + all;
    }

    private static String line(User u) {
        return "{name: \"%s\", role: %s, hash: \"%s\", since: \"%s\"}"
                .formatted(u.name, u.role, u.hash, u.since);
    }

    private static String line(Token t) {
        return "{name: \"%s\", scope: %s, hash: \"%s\", since: \"%s\"}"
                .formatted(t.name, t.scope, t.hash, t.since);
    }

    // ---- what a file may not say

    /** A file may leave out what this code cannot. */
    private static boolean isMissing(@Nullable Object value) {
        return value == null;
    }

    private static void requireName(String what, @Nullable String name) {
        if (name == null || !name.matches("[\\p{L}\\p{N}._@-]{1,64}")) {
            throw new IllegalArgumentException(
                    what
                            + ": a name is 1 to 64 letters, digits, dots, dashes, _ or @, not '"
                            + name
                            + "'");
        }
    }

    private static void requireOnce(String key, Stream<String> names) {
        List<String> all = names.toList();
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException(key + ": a name is there twice");
        }
    }
}
