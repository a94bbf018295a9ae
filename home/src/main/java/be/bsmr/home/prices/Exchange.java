package be.bsmr.home.prices;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;

/** Who tells what energy is on the exchange. */
interface Exchange {

    /**
     * Asks for the prices of some days, and waits for the answer. Those that are not published yet
     * are missing from it.
     *
     * @param first of the days
     * @param last of the days, included
     * @param zone in which days begin
     * @throws IOException when nothing can be had, saying why in the operator's words
     */
    SpotPrices ask(LocalDate first, LocalDate last, ZoneId zone) throws IOException;
}
