package be.bsmr.home.mqtt;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.PlainWords;
import be.bsmr.home.words.Words;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a broker does not let us in, and what to do about it, each cause by itself. */
public final class BrokerTrouble {

    /** Each has words in every language. */
    enum Kind {
        NO_SUCH_HOST,
        UNREACHABLE,
        NO_LISTENER,
        NO_ENTRY,
        NOT_READY,
        NO_NAME,
        OLD_BROKER,
        EXPIRED,
        NOT_YET_VALID,
        UNSAFE,
        UNKNOWN_AUTHORITY,
        OTHER_AUTHORITY,
        NO_ALTERNATIVE_NAME,
        OTHER_NAME,
        CERTIFICATE,
        NO_TLS,
        CLIENT_CERTIFICATE,
        TLS_FAILED,
        NO_MQTT,
        HUNG_UP,
        UNKNOWN
    }

    private static final long PATIENCE_SECONDS = 10;

    private final BrokerAddress broker;
    private final Throwable failure;

    private BrokerTrouble(BrokerAddress broker, Throwable failure) {
        this.broker = broker;
        this.failure = failure;
    }

    /**
     * Goes to the external broker of the configuration once, and tells nobody anything there. Waits
     * 10 s at most.
     *
     * @param language of the words
     * @return the cause in plain words with the remedy, when it does not let us in
     * @throws IllegalArgumentException when no external broker is configured, or {@code mqtt.ca}
     *     cannot be read
     */
    public static Optional<String> lookedFor(MqttSettings settings, Language language) {
        String host = settings.external().host();
        if (host == null) {
            throw new IllegalArgumentException("mqtt.host is not set");
        }
        BrokerAddress broker = BrokerAddress.external(settings.external(), host);
        Mqtt3AsyncClient client =
                broker.client().identifier("bsmr-doctor-" + UUID.randomUUID()).buildAsync();
        try {
            var unused = client.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            client.disconnect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of(words(broker, e.getCause() == null ? e : e.getCause(), language));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(words(broker, e, language));
        }
    }

    /** For the log: the cause with the remedy, and in brackets what the machine said. */
    static String words(BrokerAddress broker, Throwable failure) {
        return words(broker, failure, Language.en);
    }

    private static String words(BrokerAddress broker, Throwable failure, Language language) {
        return new BrokerTrouble(broker, failure).words(language) + " (" + said(failure) + ")";
    }

    private Kind kind() {
        if (is(UnknownHostException.class)) {
            return Kind.NO_SUCH_HOST;
        }
        if (is(NoRouteToHostException.class)
                || is(ConnectTimeoutException.class)
                || saidAnyOf("unreachable")) {
            return Kind.UNREACHABLE;
        }
        if (is(ConnectException.class)) {
            return Kind.NO_LISTENER;
        }
        Optional<Mqtt3ConnAckException> refusal = find(Mqtt3ConnAckException.class);
        if (refusal.isPresent()) {
            return refused(refusal.get().getMqttMessage().getReturnCode());
        }
        Optional<Kind> certificate = certificate();
        if (certificate.isPresent()) {
            return certificate.get();
        }
        boolean hungUp = is(ConnectionClosedException.class) || saidAnyOf("reset", "decoding");
        if (is(NotSslRecordException.class) || (broker.tls() && hungUp)) {
            return Kind.NO_TLS;
        }
        if (is(SSLException.class)) {
            return saidAnyOf("certificate_required", "bad_certificate", "handshake_failure")
                    ? Kind.CLIENT_CERTIFICATE
                    : Kind.TLS_FAILED;
        }
        if (is(TimeoutException.class)) {
            return Kind.NO_MQTT;
        }
        return hungUp ? Kind.HUNG_UP : Kind.UNKNOWN;
    }

    private static Kind refused(Mqtt3ConnAckReturnCode code) {
        return switch (code) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> Kind.NO_ENTRY;
            case SERVER_UNAVAILABLE -> Kind.NOT_READY;
            case IDENTIFIER_REJECTED -> Kind.NO_NAME;
            default -> Kind.OLD_BROKER;
        };
    }

    /** What is the matter with the broker's certificate; empty when it is something else. */
    private Optional<Kind> certificate() {
        if (is(CertificateExpiredException.class)) {
            return Optional.of(Kind.EXPIRED);
        }
        if (is(CertificateNotYetValidException.class)) {
            return Optional.of(Kind.NOT_YET_VALID);
        }
        if (saidAnyOf("constraints check failed", "disabled algorithm", "small key")) {
            return Optional.of(Kind.UNSAFE);
        }
        if (is(CertPathBuilderException.class) || is(CertPathValidatorException.class)) {
            return Optional.of(broker.ca() == null ? Kind.UNKNOWN_AUTHORITY : Kind.OTHER_AUTHORITY);
        }
        if (saidAnyOf("subject alternative names present")) {
            return Optional.of(Kind.NO_ALTERNATIVE_NAME);
        }
        if (saidAnyOf("subject alternative", "No name matching")) {
            return Optional.of(Kind.OTHER_NAME);
        }
        return is(CertificateException.class) ? Optional.of(Kind.CERTIFICATE) : Optional.empty();
    }

    private String words(Language language) {
        return Words.in(language)
                .say(
                        "trouble.broker." + kind().name().toLowerCase(Locale.ROOT),
                        Map.of(
                                "broker", broker,
                                "host", broker.host(),
                                "port", broker.port(),
                                "ca", String.valueOf(broker.ca()),
                                "name", name()));
    }

    /** An address in the form that openssl wants. */
    private String name() {
        boolean address = broker.host().matches("[0-9.]+|.*:.*");
        return (address ? "IP:" : "DNS:") + broker.host();
    }

    // ---- what is under the failure

    private Stream<Throwable> causes() {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause);
    }

    private <T extends Throwable> Optional<T> find(Class<T> type) {
        return causes().filter(type::isInstance).map(type::cast).findFirst();
    }

    private boolean is(Class<? extends Throwable> type) {
        return find(type).isPresent();
    }

    private boolean saidAnyOf(String... parts) {
        return causes().map(Throwable::getMessage)
                .anyMatch(said -> said != null && Stream.of(parts).anyMatch(said::contains));
    }

    /** What the deepest cause that says anything says. */
    static String said(Throwable failure) {
        String said = PlainWords.of(failure);
        for (Throwable t = failure; t != null; t = t.getCause()) {
            said = t.getMessage() == null ? said : PlainWords.of(t);
        }
        return said;
    }
}
