package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T17:00:00Z");

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logging.Accepting accepting = new Logging.Accepting();

    @Test
    void theProgramLogsAsItIsSetHere() {
        Appender<ILoggingEvent> stderr = context.getLogger("ROOT").getAppender("stderr");
        assertThat(stderr.isStarted()).isTrue();
        assertThat(context.getLogger("ROOT").getLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("org.xnio.listener").isErrorEnabled()).isTrue();
        assertThat(context.getLogger("com.pi4j.boardinfo").isErrorEnabled()).isFalse();
    }

    @Test
    void tooManyOpenFilesAreToldAndNotAtEveryAttempt() {
        IOException full = new IOException("Too many open files");
        assertThat(decided("org.xnio.listener", full, EVENING)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decided("org.xnio.listener", full, EVENING.plusSeconds(1)))
                .isEqualTo(FilterReply.DENY);
        assertThat(decided("org.xnio.nio", full, EVENING.plusSeconds(2)))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decided("org.xnio.listener", full, EVENING.plusSeconds(60)))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void thatThePortWasClosedIsNoError() {
        for (IOException closed :
                List.of(new ClosedChannelException(), new AsynchronousCloseException())) {
            assertThat(decided("org.xnio.listener", closed, EVENING)).isEqualTo(FilterReply.DENY);
        }
    }

    private FilterReply decided(String logger, IOException cause, Instant at) {
        LoggingEvent event =
                new LoggingEvent(
                        "", context.getLogger(logger), Level.ERROR, "not accepted", cause, null);
        event.setInstant(at);
        return accepting.decide(event);
    }
}
