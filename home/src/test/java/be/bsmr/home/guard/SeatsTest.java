package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private final Seats<Integer> seats = new Seats<>(4, 2);

    @Test
    void givesNobodyThemAll() throws Exception {
        Seats<Integer> three = new Seats<>(3, 2);
        assertThat(three.take(1, address("192.168.1.10"))).isEqualTo(Seats.Answer.TAKEN);
        assertThat(three.take(2, address("192.168.1.10"))).isEqualTo(Seats.Answer.TAKEN);
        assertThat(three.take(3, address("192.168.1.10"))).isEqualTo(Seats.Answer.ENOUGH);
        assertThat(three.take(4, address("192.168.1.11"))).isEqualTo(Seats.Answer.TAKEN);
        assertThat(three.take(5, address("192.168.1.11"))).isEqualTo(Seats.Answer.FULL);
        assertThat(three.leave(1)).isTrue();
        assertThat(three.leave(1)).as("it has none any more").isFalse();
        assertThat(three.take(5, address("192.168.1.11"))).isEqualTo(Seats.Answer.TAKEN);
        assertThat(three.size()).isEqualTo(3);
    }

    @Test
    void whoHasHisShareLosesHisOldest() throws Exception {
        assertThat(seats.squeeze(1, address("192.168.1.10"))).isEmpty();
        assertThat(seats.squeeze(2, address("192.168.1.10"))).isEmpty();
        assertThat(seats.squeeze(3, address("192.168.1.10"))).contains(1);
        assertThat(seats.all()).containsExactly(2, 3);
    }

    @Test
    void whenAllAreTakenTheAddressThatHasMostLosesItsOldest() throws Exception {
        seats.squeeze(1, address("192.168.1.10"));
        seats.squeeze(2, address("192.168.1.11"));
        seats.squeeze(3, address("192.168.1.11"));
        seats.squeeze(4, address("192.168.1.12"));
        assertThat(seats.squeeze(5, address("192.168.1.13"))).contains(2);
        assertThat(seats.all()).containsExactly(1, 3, 4, 5);
    }

    @Test
    void whoKeepsHisPlaceGivesItToNobody() throws Exception {
        seats.squeeze(1, address("192.168.1.10"));
        seats.squeeze(2, address("192.168.1.10"));
        seats.keep(1);
        assertThat(seats.squeeze(3, address("192.168.1.10"))).contains(2);
        seats.keep(3);
        assertThat(seats.squeeze(4, address("192.168.1.10"))).contains(4);
        assertThat(seats.all()).containsExactly(1, 3);
        seats.leaveIf(one -> one == 1);
        assertThat(seats.squeeze(5, address("192.168.1.10"))).isEmpty();
    }

    /** One machine has a network of 64 bits to choose addresses from. */
    @Test
    void theAddressesOfOneMachineAreOne() throws Exception {
        seats.squeeze(1, address("2001:db8::1"));
        seats.squeeze(2, address("2001:db8::2"));
        assertThat(seats.squeeze(3, address("2001:db8::ffff:3"))).contains(1);
        assertThat(seats.squeeze(4, address("2001:db8:0:1::1"))).isEmpty();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
