package be.bsmr.fleet.cli;

import be.bsmr.fleet.settings.KafkaSettings;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/** How commands ask Kafka, and say that it is not there. */
final class Kafka {

    private static final long SOON_S = 5;

    private Kafka() {}

    /**
     * What Kafka answers.
     *
     * @throws IOException when it does not, saying where it was looked for
     */
    static <T> T ask(KafkaSettings settings, Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (KafkaException | IllegalStateException e) {
            throw new IOException(told(settings, e), e);
        }
    }

    private static String told(KafkaSettings settings, Throwable why) {
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String who = "Kafka at " + settings.servers();
        return root instanceof AuthenticationException
                ? who
                        + " does not let us in: look at kafka.user and kafka.password ("
                        + root.getMessage()
                        + ")"
                : who
                        + " does not do it: is it there, and are these kafka.servers? ("
                        + root.getMessage()
                        + ")";
    }

    /** Says once when it is not there yet; whoever needs it goes on trying. */
    static void look(KafkaSettings settings) {
        try (Admin admin = Admin.create(Map.copyOf(settings.impatient()))) {
            var unused = admin.describeCluster().clusterId().get(SOON_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            System.err.println(
                    "bsmr: Kafka at "
                            + settings.servers()
                            + " does not answer; it is tried again until it does");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
