package be.bsmr.home.mqtt;

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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a broker does not let us in, and what to do about it, each cause by itself. */
public final class BrokerTrouble {

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
     * @return the cause in plain words with the remedy, when it does not let us in
     * @throws IllegalArgumentException when no external broker is configured, or {@code mqtt.ca}
     *     cannot be read
     */
    public static Optional<String> lookedFor(MqttSettings settings) {
        String host = settings.host();
        if (host == null) {
            throw new IllegalArgumentException("mqtt.host is not set");
        }
        BrokerAddress broker = BrokerAddress.external(settings, host);
        Mqtt3AsyncClient client =
                broker.client().identifier("bsmr-doctor-" + UUID.randomUUID()).buildAsync();
        try {
            var unused = client.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            client.disconnect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of(words(broker, e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(words(broker, e));
        }
    }

    /** The cause in plain words with the remedy, and in brackets what the machine said. */
    static String words(BrokerAddress broker, Throwable failure) {
        BrokerTrouble trouble = new BrokerTrouble(broker, failure);
        return trouble.words() + " (" + said(failure) + ")";
    }

    private String words() {
        if (is(UnknownHostException.class)) {
            return "no machine is called "
                    + broker.host()
                    + ": see whether mqtt.host is right, or write its address";
        }
        if (is(NoRouteToHostException.class)
                || is(ConnectTimeoutException.class)
                || saidAnyOf("unreachable")) {
            return "nothing answers at "
                    + broker
                    + ": see whether the machine is on and on this network, and whether a firewall"
                    + " lets port "
                    + broker.port()
                    + " through";
        }
        if (is(ConnectException.class)) {
            return "the machine is there, but no broker listens at port "
                    + broker.port()
                    + ": see whether the broker runs, whether it listens beyond its own machine,"
                    + " and whether mqtt.port is right";
        }
        Optional<Mqtt3ConnAckException> refusal = find(Mqtt3ConnAckException.class);
        if (refusal.isPresent()) {
            return refused(refusal.get().getMqttMessage().getReturnCode());
        }
        Optional<String> certificate = certificate();
        if (certificate.isPresent()) {
            return certificate.get();
        }
        boolean hungUp = is(ConnectionClosedException.class) || saidAnyOf("reset", "decoding");
        if (is(NotSslRecordException.class) || (broker.tls() && hungUp)) {
            return "port "
                    + broker.port()
                    + " does not speak TLS, it seems: write the broker's TLS port as mqtt.port,"
                    + " often 8883, or leave mqtt.tls and mqtt.ca out; the broker's log says more";
        }
        if (is(SSLException.class)) {
            return saidAnyOf("certificate_required", "bad_certificate", "handshake_failure")
                    ? "the broker ended TLS: one that wants a certificate of us cannot be used;"
                            + " mosquitto must have require_certificate false, with user and"
                            + " password instead"
                    : "TLS with the broker failed: it must speak TLS 1.2 or 1.3";
        }
        if (is(TimeoutException.class)) {
            return "something listens at "
                    + broker
                    + " but does not answer in MQTT: see whether mqtt.port is the broker's";
        }
        if (hungUp) {
            return "the broker hung up: its log says why. If port "
                    + broker.port()
                    + " speaks TLS, write mqtt.tls: true; if it is no broker's, another mqtt.port";
        }
        return "the broker cannot be spoken to: see mqtt.host and mqtt.port";
    }

    private static String refused(Mqtt3ConnAckReturnCode code) {
        return switch (code) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED ->
                    "the broker does not let us in: see mqtt.user and mqtt.password, and whether"
                            + " the broker knows them";
            case SERVER_UNAVAILABLE -> "the broker says that it is not ready: look into its log";
            case IDENTIFIER_REJECTED ->
                    "the broker does not take our name: change mqtt.prefix or mqtt.site, or what"
                            + " names it allows";
            default -> "the broker does not speak MQTT 3.1.1: use a newer one";
        };
    }

    /** What is the matter with the broker's certificate; empty when it is something else. */
    private Optional<String> certificate() {
        if (is(CertificateExpiredException.class)) {
            return Optional.of(
                    "the broker's certificate has expired: make it anew; if it has not, this"
                            + " machine's clock is wrong");
        }
        if (is(CertificateNotYetValidException.class)) {
            return Optional.of(
                    "the broker's certificate is not valid yet: this machine's clock is wrong, or"
                            + " that of the machine that made it was");
        }
        if (saidAnyOf("constraints check failed", "disabled algorithm", "small key")) {
            return Optional.of(
                    "the broker's certificate is of a kind that is not safe any more: make it anew"
                            + " with SHA-256 and RSA of 2048 bits, or EC");
        }
        if (is(CertPathBuilderException.class) || is(CertPathValidatorException.class)) {
            return Optional.of(
                    broker.ca() == null
                            ? "nobody that Java trusts vouches for the broker's certificate: write"
                                    + " mqtt.ca, the PEM file of the authority that signed it, or"
                                    + " the certificate itself when it signed itself"
                            : "mqtt.ca, "
                                    + broker.ca()
                                    + ", is not of the authority that signed the broker's"
                                    + " certificate: write the file of the one that did");
        }
        if (saidAnyOf("subject alternative names present")) {
            return Optional.of(
                    "the broker's certificate lacks subjectAltName, only a common name is not"
                            + " enough: make it anew with subjectAltName="
                            + name());
        }
        if (saidAnyOf("subject alternative", "No name matching")) {
            return Optional.of(
                    "the broker's certificate is for another name than "
                            + broker.host()
                            + ": write as mqtt.host a name that stands in it, or make it anew with"
                            + " subjectAltName="
                            + name());
        }
        return is(CertificateException.class)
                ? Optional.of("the broker's certificate cannot be used: make it anew")
                : Optional.empty();
    }

    /** As openssl wants it written. */
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
        String said = failure.getClass().getSimpleName();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            said = t.getMessage() == null ? said : t.getMessage();
        }
        return said;
    }
}
