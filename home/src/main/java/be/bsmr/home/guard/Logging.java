package be.bsmr.home.guard;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * For the operator: our own changes of state, and what libraries find worth a warning. In code: an
 * XML parser for it would delay the start of every command.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {

    /**
     * One line each: a defect says where it is behind a colon. What a meter, a client or a server
     * says may hold characters that begin a line or command a terminal: they are shown as dots.
     */
    private static final String PATTERN =
            "%d{HH:mm:ss} %-5level %logger{0}: %replace(%msg"
                    + "%replace(%replace(%ex{short}){'\\s+', ' '}){'^(?=.)', ': '})"
                    + "{'[\\p{Cc}\u2028\u2029]', '·'}%n";

    private static final String LISTENER = "org.xnio.listener";

    private static final Map<String, Level> LEVELS =
            Map.of(
                    "be.bsmr",
                    Level.INFO,
                    // Reports every call to its own management functions.
                    "org.apache.activemq.audit",
                    Level.OFF,
                    // Looks up the board's name with an error where there is no Raspberry Pi.
                    "com.pi4j.boardinfo",
                    Level.OFF,
                    // Warns of each queue that it has no place for dead letters, and of each
                    // refused login, as we do.
                    "org.apache.activemq",
                    Level.ERROR,
                    // Tell of each try while a broker is away or refuses us; who speaks with it
                    // says it once.
                    "org.apache.kafka.clients.NetworkClient",
                    Level.OFF,
                    "org.apache.kafka.clients.Metadata",
                    Level.OFF,
                    // Tell at each start that nobody keeps a copy of each part, and what a later
                    // version will do.
                    "org.apache.kafka.streams.processor.internals.assignment",
                    Level.ERROR,
                    "org.apache.kafka.streams.StreamsConfig",
                    Level.ERROR,
                    // Of each connection that it cannot make; who asked it for one says so once.
                    "com.zaxxer.hikari",
                    Level.OFF,
                    // Warns that it makes up a number of its own where there is no network card.
                    "io.netty.util.internal.MacAddressUtil",
                    Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setName("stderr");
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.addFilter(new Accepting());
        stderr.start();
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(stderr);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * What the dashboard's port says of those who come. That it was closed while it waited is no
     * error: we close it when we stop. That there are too many open files is, and it would say so
     * at every attempt, without end: once a minute is enough.
     */
    static final class Accepting extends Filter<ILoggingEvent> {

        private static final Set<String> CLOSED =
                Set.of(
                        ClosedChannelException.class.getName(),
                        AsynchronousCloseException.class.getName());

        private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

        private @Nullable Long passedAt;

        @Override
        public synchronized FilterReply decide(ILoggingEvent event) {
            if (!event.getLoggerName().equals(LISTENER)) {
                return FilterReply.NEUTRAL;
            }
            IThrowableProxy cause = event.getThrowableProxy();
            if (cause != null && CLOSED.contains(cause.getClassName())) {
                return FilterReply.DENY;
            }
            long now = event.getTimeStamp();
            if (passedAt != null && now >= passedAt && now - passedAt < MINUTE) {
                return FilterReply.DENY;
            }
            passedAt = now;
            return FilterReply.NEUTRAL;
        }
    }
}
