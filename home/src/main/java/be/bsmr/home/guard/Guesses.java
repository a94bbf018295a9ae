package be.bsmr.home.guard;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who guesses passwords at one door. Whoever is wrong several times waits, each time longer, before
 * the next password is even looked at:
 *
 * <ul>
 *   <li>after {@link #FREE_PER_ADDRESS} wrong ones from an {@linkplain Network address}: 1, 2, 4 …
 *       {@link #LONGEST_PER_ADDRESS}
 *   <li>after {@link #FREE_PER_ACCOUNT} at an account, from wherever: {@link #LONGEST_PER_ACCOUNT},
 *       so that many addresses guess no faster together
 *   <li>who has lately come in at an account from an address waits only for what he himself gets
 *       wrong there: others cannot lock him out
 * </ul>
 *
 * <p>The same wrong password again is no guess: a machine with an old one makes nobody wait. {@link
 * #FORGIVEN} without a wrong one and all is forgotten.
 *
 * <p>The caller hands the time down: instants of any clock, best of one that is never set. Takes at
 * most 300 kB, whoever comes. Safe for many threads; never waits itself.
 */
public final class Guesses {

    public static final int FREE_PER_ADDRESS = 5;
    public static final int FREE_PER_ACCOUNT = 50;
    public static final Duration LONGEST_PER_ADDRESS = Duration.ofSeconds(60);
    public static final Duration LONGEST_PER_ACCOUNT = Duration.ofSeconds(1);
    public static final Duration FORGIVEN = Duration.ofMinutes(10);

    /** A line for the log at most this often. */
    public static final Duration SAID_EVERY = Duration.ofMinutes(10);

    static final int MOST_ADDRESSES = 1024;
    static final int MOST_ACCOUNTS = 64;
    static final int MOST_KNOWN = 256;

    private static final Duration KNOWN = Duration.ofDays(1);

    /** When a table is full, who is new shares one row. */
    private static final String REST = "others";

    /** Wrong passwords remembered a row, so that the same ones are not counted again. */
    private static final int REMEMBERED = 4;

    /**
     * What the owner should know.
     *
     * @param wrong different passwords that were wrong since the first, at least {@link
     *     #FREE_PER_ADDRESS}
     * @param refused tries that were not looked at, because they came too early
     * @param from where the last wrong one came from
     * @param ago since the last wrong one
     */
    public record Report(long wrong, long refused, InetAddress from, Duration ago) {}

    private final String door;
    private final byte[] salt = new byte[16];
    private final Table addresses =
            new Table(MOST_ADDRESSES, FREE_PER_ADDRESS, LONGEST_PER_ADDRESS);
    private final Table accounts = new Table(MOST_ACCOUNTS, FREE_PER_ACCOUNT, LONGEST_PER_ACCOUNT);

    /** What those who are known get wrong themselves: a row of their own, however full it is. */
    private final Table ownSlips = new Table(MOST_KNOWN, FREE_PER_ADDRESS, LONGEST_PER_ADDRESS);

    private final Map<String, Instant> known = new LinkedHashMap<>();
    private @Nullable InetAddress lastFrom;
    private @Nullable Instant lastAt;
    private @Nullable Instant saidAt;
    private long wrong;
    private long refused;
    private long said;

    /**
     * @param door how the log calls what they guess at, for example "the dashboard"
     */
    public Guesses(String door) {
        this.door = door;
        new SecureRandom().nextBytes(salt);
    }

    /** How the log calls what they guess at. */
    public String door() {
        return door;
    }

    /** The time by a clock that nobody sets, the same at every door: what they report is of it. */
    public static Instant now() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    /**
     * How long who comes now has to wait; zero = look at his password. A wait is at most {@link
     * #LONGEST_PER_ADDRESS} and counts as one refused.
     */
    public synchronized Duration waits(InetAddress from, String account, Instant now) {
        Duration wait;
        if (isKnown(from, account, now)) {
            wait = ownSlips.waits(pair(from, account), now);
        } else {
            Duration forAddress = addresses.waits(Network.of(from), now);
            Duration forAccount = accounts.waits(shortened(account), now);
            wait = forAddress.compareTo(forAccount) > 0 ? forAddress : forAccount;
        }
        if (!wait.isZero()) {
            refused++;
        }
        return wait;
    }

    /**
     * A password was looked at and was wrong.
     *
     * @param password what was given; only a salted digest of it is kept
     * @return a line for the log, once in a while
     */
    public synchronized Optional<String> failed(
            InetAddress from, String account, String password, Instant now) {
        long digest = digest(account + '\0' + password);
        boolean isNew;
        if (isKnown(from, account, now)) {
            isNew = ownSlips.failed(pair(from, account), digest, now);
        } else {
            isNew = addresses.failed(Network.of(from), digest, now);
            if (isNew) {
                accounts.failed(shortened(account), digest, now);
            }
        }
        if (lastAt != null && isPast(lastAt, KNOWN, now)) {
            wrong = 0;
            refused = 0;
            said = 0;
        }
        wrong += isNew ? 1 : 0;
        lastFrom = from;
        lastAt = now;
        return line(from, now);
    }

    /** A password was right. */
    public synchronized void succeeded(InetAddress from, String account, Instant now) {
        String pair = pair(from, account);
        known.remove(pair);
        if (known.size() >= MOST_KNOWN) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(pair, now);
    }

    /** Who came in lately; for {@link #recall} when the door is made anew. */
    public synchronized Map<String, Instant> known() {
        return new LinkedHashMap<>(known);
    }

    /** Whoever came in before this door was made anew is known here, too. */
    public synchronized void recall(Map<String, Instant> before) {
        before.forEach(known::putIfAbsent);
    }

    /** What happened in the last day; empty when nobody guesses but for a slip of the finger. */
    public synchronized Optional<Report> report(Instant now) {
        if (lastAt == null
                || lastFrom == null
                || wrong < FREE_PER_ADDRESS
                || isPast(lastAt, KNOWN, now)) {
            return Optional.empty();
        }
        return Optional.of(new Report(wrong, refused, lastFrom, between(lastAt, now)));
    }

    private Optional<String> line(InetAddress from, Instant now) {
        if (saidAt != null && !isPast(saidAt, SAID_EVERY, now)) {
            return Optional.empty();
        }
        saidAt = now;
        long before = said;
        said = wrong + refused;
        String address = from.getHostAddress();
        if (wrong <= 1) {
            return Optional.of("a wrong password for " + door + " from " + address);
        }
        return Optional.of(
                (wrong + refused - before)
                        + " tries for "
                        + door
                        + " since it was said last, "
                        + wrong
                        + " wrong passwords in all, the last from "
                        + address
                        + "; who guesses is made to wait. Is it none of yours? Keep it off the"
                        + " network");
    }

    private boolean isKnown(InetAddress from, String account, Instant now) {
        Instant at = known.get(pair(from, account));
        return at != null && !isPast(at, KNOWN, now);
    }

    private static String pair(InetAddress from, String account) {
        return from.getHostAddress() + ' ' + shortened(account);
    }

    private static String shortened(String account) {
        return account.length() > 64 ? account.substring(0, 64) : account;
    }

    private long digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            byte[] hash = sha.digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean isPast(Instant at, Duration length, Instant now) {
        return between(at, now).compareTo(length) > 0;
    }

    // A clock that was set back: as if no time had passed.
    private static Duration between(Instant at, Instant now) {
        return now.isBefore(at) ? Duration.ZERO : Duration.between(at, now);
    }

    /** Rows of those who were wrong lately, at most so many. */
    private static final class Table {

        private final int most;
        private final int free;
        private final Duration longest;
        private final Map<String, Row> rows = new LinkedHashMap<>();

        Table(int most, int free, Duration longest) {
            this.most = most;
            this.free = free;
            this.longest = longest;
        }

        Duration waits(String key, Instant now) {
            Row row = rows.get(rows.containsKey(key) || rows.size() < most ? key : REST);
            return row == null || row.isForgiven(now) ? Duration.ZERO : row.waits(now);
        }

        /** Whether this was a new guess. */
        boolean failed(String key, long digest, Instant now) {
            return row(key, now).failed(digest, now);
        }

        private Row row(String key, Instant now) {
            Row old = rows.get(key);
            if (old != null && !old.isForgiven(now)) {
                return old;
            }
            rows.remove(key);
            if (rows.size() >= most) {
                rows.values().removeIf(row -> row.isForgiven(now));
            }
            return rows.computeIfAbsent(rows.size() < most ? key : REST, k -> new Row());
        }

        /** One who was wrong. */
        private final class Row {

            private final long[] digests = new long[REMEMBERED];
            private int wrong;
            private Instant at = Instant.MIN;

            boolean isForgiven(Instant now) {
                return wrong > 0 && isPast(at, FORGIVEN, now);
            }

            boolean failed(long digest, Instant now) {
                for (int i = 0; i < Math.min(wrong, REMEMBERED); i++) {
                    if (digests[i] == digest) {
                        return false;
                    }
                }
                digests[wrong % REMEMBERED] = digest;
                wrong++;
                at = now;
                return true;
            }

            Duration waits(Instant now) {
                if (wrong <= free) {
                    return Duration.ZERO;
                }
                Duration whole = Duration.ofSeconds(1L << Math.min(30, wrong - free - 1));
                whole = whole.compareTo(longest) > 0 ? longest : whole;
                Duration rest = whole.minus(between(at, now));
                return rest.isNegative() ? Duration.ZERO : rest;
            }
        }
    }
}
