package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SeatsTest {

    @Test
    void givesNobodyThemAll() throws Exception {
        InetAddress one = InetAddress.getByName("192.168.1.10");
        InetAddress other = InetAddress.getByName("192.168.1.11");
        Seats seats = new Seats(3, 2);
        assertThat(seats.take(one)).isEqualTo(Seats.Answer.TAKEN);
        assertThat(seats.take(one)).isEqualTo(Seats.Answer.TAKEN);
        assertThat(seats.take(one)).isEqualTo(Seats.Answer.ENOUGH);
        assertThat(seats.take(other)).isEqualTo(Seats.Answer.TAKEN);
        assertThat(seats.take(other)).isEqualTo(Seats.Answer.FULL);
        seats.leave(one);
        assertThat(seats.take(other)).isEqualTo(Seats.Answer.TAKEN);
        seats.leave(one);
        assertThatThrownBy(() -> seats.leave(one)).isInstanceOf(IllegalStateException.class);
    }
}
