package be.bsmr.home.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.series.Past;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PVOutput's services {@code addstatus} and {@code addbatchstatus}, with the net flag: what was put
 * on the grid (v2) and taken from it (v4), as the mean of each interval, at its end. PVOutput works
 * out from that and the inverter's own statuses what the house consumed. BSMR does not know what
 * panels produce: energies (v1, v3) are not sent.
 *
 * <p>PVOutput has local times without an offset: of the hour that comes twice in October, the
 * second stays.
 */
final class PvOutput implements Outlet {

    private static final Logger log = LoggerFactory.getLogger(PvOutput.class);

    /** Statuses in one request, of who has not donated. */
    private static final int MOST = 30;

    /** Half of the sixty requests an hour: the inverter uses the same key. */
    private static final Duration PACE = Duration.ofMinutes(2);

    /** A day less than PVOutput takes. */
    private static final Duration REACH = Duration.ofDays(13);

    private static final int FORBIDDEN = 403;
    private static final int BAD_REQUEST = 400;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final PvOutputSettings settings;
    private final Duration every;
    private final ZoneId zone;
    private final InstantSource clock;
    private final Post post;
    private boolean leftOut;

    /**
     * The end of an interval and its mean.
     *
     * @param net import minus export, W
     */
    private record Status(Instant time, long net) {

        long exported() {
            return Math.max(0, -net);
        }

        long imported() {
            return Math.max(0, net);
        }
    }

    /**
     * @param zone of the system at PVOutput
     * @param clock the site's
     */
    PvOutput(PvOutputSettings settings, ZoneId zone, InstantSource clock) {
        this.settings = settings;
        this.zone = zone;
        this.clock = clock;
        every = Duration.ofMinutes(settings.everyMin());
        post = new Post(List.of(settings.apiKey()));
    }

    @Override
    public String name() {
        return "pvoutput";
    }

    @Override
    public String advice() {
        return "look at push.pvoutput.api_key and push.pvoutput.system_id, and whether access by"
                + " API is enabled in PVOutput's settings";
    }

    @Override
    public Rhythm rhythm() {
        return new Rhythm(every, Duration.ZERO, MOST, PACE, REACH);
    }

    @Override
    public Instant after(Instant time) {
        long step = every.toSeconds();
        return Instant.ofEpochSecond((Math.floorDiv(time.getEpochSecond(), step) + 1) * step);
    }

    @Override
    public boolean send(Past past, List<Instant> times) throws IOException {
        List<Status> statuses = statuses(past, times);
        if (statuses.isEmpty()) {
            return false;
        }
        Post.Answer answer =
                statuses.size() == 1
                        ? answer("addstatus", single(statuses.get(0)))
                        : answer("addbatchstatus", batch(statuses));
        requireInTime(answer);
        answer.requireTaken();
        tellLeftOut(answer);
        return true;
    }

    private List<Status> statuses(Past past, List<Instant> times) {
        Instant begin = times.get(0).minus(every);
        Instant end = times.get(times.size() - 1);
        int parts = Math.toIntExact(Duration.between(begin, end).dividedBy(every));
        Iterator<List<@Nullable Object>> rows = past.power(begin, end, parts).rows();
        Set<Instant> wanted = new HashSet<>(times);
        List<Status> statuses = new ArrayList<>();
        while (rows.hasNext()) {
            List<@Nullable Object> row = rows.next();
            Instant time = ((Instant) Objects.requireNonNull(row.get(0))).plus(every);
            if (wanted.contains(time)) {
                statuses.add(new Status(time, (Long) Objects.requireNonNull(row.get(1))));
            }
        }
        return statuses;
    }

    private String single(Status status) {
        var local = status.time().atZone(zone);
        return "d="
                + DAY.format(local)
                + "&t="
                + URLEncoder.encode(TIME.format(local), UTF_8)
                + "&v2="
                + status.exported()
                + "&v4="
                + status.imported()
                + "&n=1";
    }

    /** Of each the date, the time and v1 to v4; -1 stands for what is not told. */
    private String batch(List<Status> statuses) {
        String data =
                statuses.stream()
                        .map(
                                s ->
                                        DAY.format(s.time().atZone(zone))
                                                + ","
                                                + TIME.format(s.time().atZone(zone))
                                                + ",-1,"
                                                + s.exported()
                                                + ",-1,"
                                                + s.imported())
                        .collect(Collectors.joining(";"));
        return "n=1&data=" + URLEncoder.encode(data, UTF_8);
    }

    private Post.Answer answer(String service, String form) throws IOException {
        return post.send(
                HttpRequest.newBuilder(
                                URI.create(settings.server() + "/service/r2/" + service + ".jsp"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Pvoutput-Apikey", settings.apiKey())
                        .header("X-Pvoutput-SystemId", settings.systemId())
                        .header("X-Rate-Limit", "1")
                        .POST(HttpRequest.BodyPublishers.ofString(form, UTF_8)));
    }

    /** PVOutput has no 429: too many requests are forbidden, until a time that it tells. */
    private void requireInTime(Post.Answer answer) throws Post.NotNow {
        if (answer.status() == FORBIDDEN && answer.words().contains("Exceeded")) {
            OptionalLong reset = answer.seconds("X-Rate-Limit-Reset");
            throw new Post.NotNow(
                    answer.told(),
                    reset.isPresent()
                            ? OptionalLong.of(reset.getAsLong() - clock.instant().getEpochSecond())
                            : reset);
        }
        if (answer.status() == BAD_REQUEST && answer.words().contains("in progress")) {
            throw new Post.NotNow(answer.told(), OptionalLong.of(PACE.toSeconds()));
        }
    }

    /** Behind each status of a batch stands 1, 2 when there was one, or 0 when it is not taken. */
    private void tellLeftOut(Post.Answer answer) {
        long left =
                Stream.of(answer.whole().body().split(";"))
                        .filter(status -> status.strip().endsWith(",0"))
                        .count();
        if (left > 0 && !leftOut) {
            log.warn(
                    "{} does not take {} of the statuses it was sent; they stay in the database",
                    answer.host(),
                    left);
        }
        leftOut |= left > 0;
    }
}
