package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final InetAddress OWNER = address(192, 168, 1, 10);
    private static final InetAddress ATTACKER = address(192, 168, 1, 66);
    private static final Instant START = Instant.parse("2026-11-25T18:00:00Z");

    private final Guesses guesses = new Guesses("the dashboard");
    private Instant now = START;
    private int tried;

    @Test
    void letsSlipsOfTheFingerThroughThenMakesWaitLongerEachTime() {
        for (int i = 0; i < Guesses.FREE_PER_ADDRESS; i++) {
            assertThat(waits(ATTACKER)).isZero();
            fails(ATTACKER);
        }
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(waits(ATTACKER)).isZero();
            fails(ATTACKER);
            assertThat(waits(ATTACKER)).isEqualTo(Duration.ofSeconds(seconds));
            now = now.plusSeconds(seconds);
        }
        now = now.plus(Guesses.FORGIVEN);
        fails(ATTACKER);
        assertThat(waits(ATTACKER)).as("forgiven after a while").isZero();
    }

    @Test
    void doesNotHoldUpAnotherAddress() {
        for (int i = 0; i < 20; i++) {
            fails(ATTACKER);
        }
        assertThat(waits(ATTACKER)).isPositive();
        assertThat(waits(OWNER)).isZero();
    }

    @Test
    void manyAddressesTogetherGuessOnceASecond() {
        int looked = 0;
        for (Instant end = now.plusSeconds(3600); now.isBefore(end); now = now.plusMillis(100)) {
            for (int host = 1; host < 255; host += 8) {
                InetAddress from = address(10, 0, 0, host);
                if (waits(from).isZero()) {
                    fails(from);
                    looked++;
                }
            }
        }
        assertThat(looked).as("an hour's guesses").isLessThan(3700);
    }

    @Test
    void whoCameInBeforeIsNotLockedOutByOthers() {
        guesses.succeeded(OWNER, "bsmr", now);
        for (int i = 0; i < 5000; i++) {
            fails(address(10, 0, i / 256, i % 256));
        }
        assertThat(waits(address(10, 1, 1, 1))).as("a stranger").isPositive();
        assertThat(waits(OWNER)).isZero();
    }

    @Test
    void whoCameInBeforeTheDoorWasMadeAnewIsKnown() {
        guesses.succeeded(OWNER, "house", START);
        Guesses anew = new Guesses("the dashboard");
        anew.recall(guesses.known());
        for (int i = 0; i < 100; i++) {
            var unused = anew.failed(address(10, 0, i, 1), "house", "wrong" + i, START);
        }
        assertThat(anew.waits(OWNER, "house", START)).isZero();
        assertThat(anew.waits(address(192, 168, 1, 11), "house", START)).isPositive();
    }

    @Test
    void aRightPasswordOfHisOwnGivesNobodyMoreGuessesAtAnothers() {
        for (int i = 0; i < 20; i++) {
            guesses.succeeded(ATTACKER, "display", now);
            fails(ATTACKER);
        }
        assertThat(waits(ATTACKER)).isPositive();
        assertThat(guesses.waits(ATTACKER, "display", now)).as("his own").isZero();
    }

    @Test
    void theSameWrongPasswordAgainIsNoGuess() {
        for (int i = 0; i < 1000; i++) {
            guesses.failed(ATTACKER, "bsmr", "of-last-year", now);
        }
        assertThat(waits(ATTACKER)).isZero();
        assertThat(guesses.report(now)).isEmpty();
    }

    @Test
    void anIpv6NetworkIsOneGuesser() throws Exception {
        for (int i = 0; i < 20; i++) {
            fails(InetAddress.getByName("2001:db8::" + Integer.toHexString(i + 1)));
        }
        assertThat(waits(InetAddress.getByName("2001:db8::ffff"))).isPositive();
        assertThat(waits(InetAddress.getByName("2001:db8:0:1::1"))).isZero();
    }

    @Test
    void saysItOnceInAWhileWithAddressAndCount() {
        assertThat(fails(ATTACKER))
                .isEqualTo("a wrong password for the dashboard from 192.168.1.66");
        for (int i = 0; i < 5000; i++) {
            assertThat(fails(ATTACKER)).isEmpty();
            waits(ATTACKER);
        }
        now = now.plus(Guesses.SAID_EVERY).plusSeconds(1);
        assertThat(fails(ATTACKER))
                .startsWith("9997 tries for the dashboard since it was said last, 5002 wrong")
                .contains("the last from 192.168.1.66");
        assertThat(guesses.report(now.plusSeconds(30)))
                .hasValue(new Guesses.Report(5002, 4996, ATTACKER, Duration.ofSeconds(30)));
        assertThat(guesses.report(now.plus(Duration.ofDays(2)))).isEmpty();
    }

    @Test
    void aClockThatIsSetBackMakesNobodyWaitLonger() {
        for (int i = 0; i < 40; i++) {
            fails(ATTACKER);
        }
        now = now.minus(Duration.ofDays(3));
        assertThat(waits(ATTACKER)).isEqualTo(Guesses.LONGEST_PER_ADDRESS);
    }

    private Duration waits(InetAddress from) {
        return guesses.waits(from, "bsmr", now);
    }

    private String fails(InetAddress from) {
        return guesses.failed(from, "bsmr", "guess" + tried++, now).orElse("");
    }

    private static InetAddress address(int... parts) {
        try {
            byte[] bytes = new byte[parts.length];
            for (int i = 0; i < parts.length; i++) {
                bytes[i] = (byte) parts[i];
            }
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
