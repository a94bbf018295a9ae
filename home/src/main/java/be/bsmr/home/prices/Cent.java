package be.bsmr.home.prices;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Amounts as suppliers' cards print them, c€/kWh. */
final class Cent {

    private static final BigDecimal MOST = BigDecimal.valueOf(200);

    private Cent() {}

    /** €/kWh, exact. */
    static BigDecimal euro(BigDecimal cent) {
        return cent.movePointLeft(2);
    }

    /**
     * @param key below {@code prices}
     * @throws IllegalArgumentException when it is missing or no price of a kWh
     */
    static void require(String key, @Nullable BigDecimal cent) {
        if (cent == null || cent.abs().compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "prices." + key + " is c€/kWh, -200 to 200, such as 5.23, not " + cent);
        }
    }
}
