package be.bsmr.home.uplink;

import be.bsmr.home.words.PlainWords;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why the fleet's server does not take anything from us, and what to do about it. */
record ServerTrouble(UplinkSettings settings, Throwable failure) {

    /** In plain words, with the remedy, and what the machine said where that may tell more. */
    String words() {
        if (is(UnknownHostException.class)) {
            return "no machine of the name "
                    + settings.host()
                    + " is known here: look at uplink.server, and whether this machine has a network";
        }
        if (is(ConnectTimeoutException.class)
                || is(NoRouteToHostException.class)
                || said("unreachable")) {
            return "it does not answer: is it on, and does no firewall stand between?";
        }
        if (is(ConnectException.class)) {
            return "nothing listens there: does the server run, and is the port of uplink.server"
                    + " right?";
        }
        Optional<String> refused =
                find(Mqtt5ConnAckException.class)
                        .map(e -> refused(e.getMqttMessage().getReasonCode()));
        if (refused.isPresent()) {
            return refused.get();
        }
        return certificate().orElseGet(this::other);
    }

    /**
     * Of a connection that had been there.
     *
     * @param often whether it ends again and again, soon after it began
     */
    String ofAnEnd(boolean often) {
        Optional<Mqtt5DisconnectReasonCode> code =
                find(Mqtt5DisconnectException.class).map(e -> e.getMqttMessage().getReasonCode());
        if (code.equals(Optional.of(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER)) || often) {
            return "it ends the connection: another program came with the user "
                    + settings.user()
                    + ", or it does not want us; each house has a user of its own, and one BSMR that"
                    + " sends";
        }
        return "it ended the connection"
                + code.map(known -> " (" + known + ")").orElse(": it is gone, or the network is");
    }

    private String refused(Mqtt5ConnAckReasonCode code) {
        return switch (code) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BANNED ->
                    "it does not let "
                            + settings.user()
                            + " in: look at uplink.user and uplink.password";
            case SERVER_UNAVAILABLE, SERVER_BUSY, QUOTA_EXCEEDED, CONNECTION_RATE_EXCEEDED ->
                    "it has no time now (" + code + ")";
            case UNSUPPORTED_PROTOCOL_VERSION -> "it does not speak MQTT 5";
            default -> "it refuses us (" + code + ")";
        };
    }

    private Optional<String> certificate() {
        if (is(CertificateExpiredException.class)) {
            return Optional.of("its certificate has expired: its owner has to renew it");
        }
        if (is(CertPathBuilderException.class) || is(CertPathValidatorException.class)) {
            return Optional.of(
                    settings.caFile() == null
                            ? "nobody that Java trusts vouches for its certificate: write the"
                                    + " certificate of the fleet's authority to a file, and its name"
                                    + " as uplink.ca_file"
                            : "its certificate was not signed with the one in "
                                    + settings.caFile()
                                    + ": ask the fleet for the right one for uplink.ca_file");
        }
        if (said("subject alternative") || said("No name matching")) {
            return Optional.of(
                    "its certificate is of another name than "
                            + settings.host()
                            + ": write the name that it has in uplink.server");
        }
        return Optional.empty();
    }

    private String other() {
        if (is(NotSslRecordException.class)
                || (settings.encrypted()
                        && (is(ConnectionClosedException.class) || said("reset")))) {
            return "it speaks no TLS at port "
                    + settings.port()
                    + ", or hung up: is the port right?";
        }
        if (is(SSLException.class)) {
            return "TLS fails: " + PlainWords.of(failure);
        }
        if (is(TimeoutException.class)) {
            return "what listens there does not answer as an MQTT server does: is the port right?";
        }
        return PlainWords.of(failure);
    }

    private Stream<Throwable> causes() {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause);
    }

    private <T extends Throwable> Optional<T> find(Class<T> type) {
        return causes().filter(type::isInstance).map(type::cast).findFirst();
    }

    private boolean is(Class<? extends Throwable> type) {
        return find(type).isPresent();
    }

    private boolean said(String part) {
        return causes().map(Throwable::getMessage).anyMatch(m -> m != null && m.contains(part));
    }
}
