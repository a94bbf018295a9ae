package be.bsmr.home.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Passwords and their hashes: bcrypt of 1024 rounds, so that whoever finds the file guesses slowly.
 * One takes a seventh of a second on a PC, and some times as long on the smallest Raspberry Pi.
 */
final class Passwords {

    /** Characters. */
    static final int LEAST = 8;

    /** Bytes of UTF-8: bcrypt looks at no more. */
    static final int MOST_BYTES = 72;

    private static final int COST = 10;

    private Passwords() {}

    /**
     * @throws IllegalArgumentException when it will not do, saying why
     */
    static void requireGood(String password, String name) {
        if (password.codePointCount(0, password.length()) < LEAST) {
            throw new IllegalArgumentException(
                    "a password has at least "
                            + LEAST
                            + " characters: shorter ones are guessed. Three words do well");
        }
        if (bytes(password) > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a password has at most " + MOST_BYTES + " bytes: the rest would not count");
        }
        if (password.equalsIgnoreCase(name)) {
            throw new IllegalArgumentException(
                    "the name as its own password is what is guessed first");
        }
    }

    static String hash(String password) {
        return BCrypt.hashpw(password, BCrypt.gensalt(COST));
    }

    /** Whether this is the password; takes long. */
    static boolean isRight(String password, String hash) {
        return bytes(password) <= MOST_BYTES && BCrypt.checkpw(password, hash);
    }

    static boolean isHash(String text) {
        return text.matches("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
    }

    private static int bytes(String password) {
        return password.getBytes(UTF_8).length;
    }
}
