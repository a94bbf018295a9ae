package be.bsmr.fleet.web;

import be.bsmr.fleet.sink.PostgresSettings;
import be.bsmr.home.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Where the page of a tenant listens and what it shows.
 *
 * @param web where it listens, with which certificate, behind which proxy; beyond this machine it
 *     wants users
 * @param users the file of who may come in; need not be there
 * @param tenant whose tables are shown
 * @param zone of all times that are shown
 * @param silentAfter a house that was not heard for so long is silent; one whose clock is wrong by
 *     as much has a wrong clock
 */
public record FleetWebSettings(
        WebSettings web,
        Path users,
        String tenant,
        PostgresSettings postgres,
        ZoneId zone,
        Duration silentAfter) {

    /** Houses say what they foresee each minute. */
    public static final Duration SILENT_AFTER = Duration.ofMinutes(3);
}
