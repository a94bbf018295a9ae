package be.bsmr.home.users;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.guard.PrivateFile;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in, by password, token or session. Reads {@code users.yaml} anew when it has changed
 * ({@link #refresh}), so that who was added or removed by a command is so within a second. Safe for
 * many threads; only {@link #isRight} and {@link #refresh} take long.
 */
public final class Users {

    private static final Logger log = LoggerFactory.getLogger(Users.class);

    /** Then a browser has to sign in again, however often it came. */
    public static final Duration LONGEST_SESSION = Sessions.LONGEST;

    /** Beside {@code users.yaml}. */
    private static final String OWN_TOKEN = "commands.token";

    /** Who shows it may read, as {@code bsmr whatif} does. */
    private static final String COMMANDS = "bsmr";

    /** Of names and passwords that were looked at lately. */
    private static final int MOST_REMEMBERED = 64;

    /** Of a password that was thrown away: looked at for a name that nobody has. */
    private static final String NOBODYS =
            "$2a$10$9Ny3TayZ42g1J5v2mZYJb.imON./EIV04qM84EH2VZ3feziVllaPO";

    /**
     * The one name and password that stand in the configuration itself, in plain text, as earlier
     * versions wanted it. An owner.
     */
    public record Plain(String name, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Plain[" + name + "]";
        }
    }

    /** What came of a name and a password, as long as the name's secret is the same. */
    private record Verdict(String secret, boolean right) {}

    private final Path file;
    private final @Nullable Plain plain;
    private final Sessions sessions;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final Object reading = new Object();
    private final String key = Digest.secret();
    private final String ownToken = Digest.secret();
    private final Map<String, Verdict> remembered =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Verdict> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };
    private volatile UsersFile now = UsersFile.EMPTY;
    private volatile boolean unread;
    private volatile String seen = "";

    private Users(Path file, @Nullable Plain plain) {
        this.file = file;
        this.plain = plain;
        sessions = new Sessions(file.resolveSibling(Sessions.NAME));
    }

    /**
     * Those of a file, which need not be there. One that cannot be read, as on a disk that is not
     * plugged in, lets nobody in until it can.
     *
     * @param plain besides; null = nobody
     * @throws ConfigException when the file is wrong inside
     */
    public static Users of(Path file, @Nullable Plain plain) throws ConfigException {
        Users users = new Users(file, plain);
        users.seen = users.stamp();
        try {
            users.read();
        } catch (ConfigException e) {
            if (!e.isUnopened()) {
                throw e;
            }
            users.unread = true;
            log.error("{}; nobody in it is let in until it can be read", e.getMessage());
        }
        if (users.isAway()) {
            log.error(
                    "{} is on a disk that is not there: nobody is let in from elsewhere until it is",
                    file);
        }
        return users;
    }

    /**
     * Whether anybody has a password, or may have: then everybody has to say who he is, and a
     * network may be served.
     */
    public boolean areThere() {
        return plain != null || unread || !now.users().isEmpty();
    }

    /**
     * Whether somebody is known to have a password. Not so while the disk is away that would tell:
     * on this machine alone the page stays open then, and says what is wrong with the disk.
     */
    public boolean areKnown() {
        return plain != null || (unread && !isAway()) || !now.users().isEmpty();
    }

    // ---- passwords

    /** Whether this is his password, if that was looked at lately. */
    public Optional<Boolean> remembered(String name, String password) {
        Verdict verdict;
        synchronized (remembered) {
            verdict = remembered.get(Digest.of(key, name, password));
        }
        return Optional.ofNullable(verdict)
                .filter(v -> v.secret.equals(secret(name).orElse("")))
                .map(Verdict::right);
    }

    /** Whether this is his password. Takes long, and as long for a name that nobody has. */
    public boolean isRight(String name, String password) {
        // The file may change meanwhile: what is remembered is of what was looked at.
        UsersFile is = now;
        Optional<String> secret = secret(is, name);
        String hash = is.user(name).map(UsersFile.User::hash).orElse(NOBODYS);
        boolean right = !is.users().isEmpty() && Passwords.isRight(password, hash);
        right |= isPlain(is, name) && Digest.areSame(plainPassword(), password);
        synchronized (remembered) {
            remembered.put(Digest.of(key, name, password), new Verdict(secret.orElse(""), right));
        }
        return right;
    }

    /** Whoever has this name, once he has shown that it is his. */
    public Optional<Visitor> named(String name) {
        UsersFile is = now;
        return is.user(name)
                .map(user -> Visitor.person(name, user.role()))
                .or(
                        () ->
                                isPlain(is, name)
                                        ? Optional.of(Visitor.person(name, Role.OWNER))
                                        : Optional.empty());
    }

    /** Whether he still has the password that he has now. */
    public BooleanSupplier whileSame(String name) {
        Optional<String> secret = secret(name);
        return () -> secret(name).equals(secret);
    }

    // ---- tokens

    /** The program that has this token. */
    public Optional<Visitor> withToken(String secret) {
        if (Digest.areSame(secret, ownToken)) {
            return Optional.of(Visitor.program(COMMANDS, Scope.READ));
        }
        String hash = Digest.of(secret);
        return now.tokens().stream()
                .filter(token -> Digest.areSame(token.hash(), hash))
                .findFirst()
                .map(token -> Visitor.program(token.name(), token.scope()));
    }

    /** The display on the wall that has this token; nobody by a token of another scope. */
    public Optional<Visitor> withPanelToken(String secret) {
        return withToken(secret).filter(visitor -> visitor.scope() == Scope.PANEL);
    }

    /** Leaves a token where the commands of this machine find it, made up at each start. */
    public void admitCommands() {
        try {
            PrivateFile.write(file.resolveSibling(OWN_TOKEN), ownToken + "\n");
        } catch (IOException e) {
            log.debug("commands on this machine cannot ask: {}", e.getMessage());
        }
    }

    /**
     * The token of the program that runs, or ran last, with this file of users.
     *
     * @return empty when there is none, or it is not for this user of the machine
     */
    public static Optional<String> ownToken(Path file) {
        try {
            return Optional.of(Files.readString(file.resolveSibling(OWN_TOKEN)).strip());
        } catch (IOException notForUs) {
            return Optional.empty();
        }
    }

    // ---- sessions

    /**
     * Lets a browser in that has shown a password, until it signs out, {@link #LONGEST_SESSION} has
     * passed, or the password is another.
     *
     * @return what the browser has to show from now on
     */
    public String signIn(Visitor visitor, Instant now) {
        return sessions.begin(visitor.name(), secret(visitor.name()).orElse(""), now);
    }

    /** Whoever has signed in with this browser. */
    public Optional<Visitor> withSession(String id, Instant now) {
        return sessions.find(id, now)
                .filter(session -> secret(session.name()).filter(session::isOf).isPresent())
                .flatMap(session -> named(session.name()));
    }

    public void signOut(String id) {
        sessions.end(id);
    }

    /** Wherever he has signed in. */
    public void signOutEverywhere(String name) {
        sessions.endAll(name);
    }

    // ---- the file

    /**
     * Reads the file if it has changed. One that cannot be used is told, and the old one counts.
     */
    public void refresh() {
        if (!refreshing.compareAndSet(false, true)) {
            return;
        }
        try {
            synchronized (reading) {
                String stamp = stamp();
                if (!stamp.equals(seen) || unread) {
                    boolean again = stamp.equals(seen);
                    seen = stamp;
                    readAgain(again);
                }
            }
        } finally {
            refreshing.set(false);
        }
    }

    /** Who may come in, as the file says now. */
    public UsersFile known() {
        return now;
    }

    /**
     * Writes the file as a person at the page wants it; it counts at once.
     *
     * @param change of what the file says at that moment
     * @throws IllegalArgumentException when it would leave the house without an owner, or when
     *     {@code change} does
     * @throws IOException when the file cannot be read or written, in plain words
     */
    public void change(UnaryOperator<UsersFile> change) throws IOException {
        synchronized (reading) {
            if (isAway()) {
                throw new IOException(file + ": the disk of that folder is not there");
            }
            try {
                UsersFile before = UsersFile.read(file);
                UsersFile after = change.apply(before);
                if (!after.users().equals(before.users())) {
                    requireOwner(after);
                }
                after.write(file);
                now = after;
                unread = false;
                seen = stamp();
            } catch (ConfigException e) {
                throw new IOException(e.getMessage(), e);
            } catch (IOException e) {
                throw new IOException(PlainWords.of(e), e);
            }
        }
    }

    /** Who takes away the last of them locks himself out, or lets everybody in. */
    private void requireOwner(UsersFile after) {
        boolean one = after.users().stream().anyMatch(user -> user.role() == Role.OWNER);
        if (!one && (plain == null || after.user(plain.name).isPresent())) {
            throw new IllegalArgumentException(
                    "somebody has to be an owner: make another one first");
        }
    }

    private void readAgain(boolean said) {
        try {
            read();
            if (!unread) {
                UsersFile is = now;
                log.info("{}: {} people, {} tokens", file, is.users().size(), is.tokens().size());
            }
        } catch (ConfigException e) {
            if (!said) {
                log.error("{}; who was known before still is", e.getMessage());
            }
        }
    }

    private void read() throws ConfigException {
        if (isAway()) {
            unread = true;
            return;
        }
        now = UsersFile.read(file);
        unread = false;
    }

    /**
     * A folder below the one that the program works in is made when it is needed; others are not.
     */
    private boolean isAway() {
        Path folder = file.getParent();
        return folder != null && folder.isAbsolute() && !Files.isDirectory(folder);
    }

    /** What changes whenever the file does: it is always another file. */
    private String stamp() {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
        } catch (IOException notThere) {
            return "";
        }
    }

    private Optional<String> secret(String name) {
        return secret(now, name);
    }

    private Optional<String> secret(UsersFile is, String name) {
        return is.user(name)
                .map(UsersFile.User::hash)
                .or(() -> isPlain(is, name) ? Optional.of(plainPassword()) : Optional.empty());
    }

    /** Who has a hash needs no password in plain text any more. */
    private boolean isPlain(UsersFile is, String name) {
        return plain != null && plain.name.equals(name) && is.user(name).isEmpty();
    }

    private String plainPassword() {
        return plain == null ? "" : plain.password;
    }
}
