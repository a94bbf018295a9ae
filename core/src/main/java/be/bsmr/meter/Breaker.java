package be.bsmr.meter;

import java.util.Arrays;
import java.util.Optional;

/** State of the supply breaker, a relay or a gas valve (0-0:96.3.10, 0-n:96.3.10, 0-n:24.4.0). */
public enum Breaker {
    DISCONNECTED(0),
    CONNECTED(1),
    READY_FOR_RECONNECTION(2);

    private final int code;

    Breaker(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<Breaker> of(int code) {
        return Arrays.stream(values()).filter(b -> b.code == code).findFirst();
    }
}
