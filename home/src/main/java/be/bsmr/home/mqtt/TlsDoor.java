package be.bsmr.home.mqtt;

import be.bsmr.home.tls.Authority;
import be.bsmr.home.tls.ServedCertificate;
import be.bsmr.home.words.PlainWords;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/**
 * Encrypts what passes the broker's second door, and asks for a certificate where one is wanted.
 */
final class TlsDoor {

    private final ServedCertificate certificate;
    private final boolean asksForCertificates;
    private final Complaints complaints;
    private volatile SSLContext context;

    /**
     * @param settings that name a certificate
     * @throws IOException saying which key to change, or what to do with a file
     */
    TlsDoor(BrokerTlsSettings settings, Complaints complaints) throws IOException {
        Path authority = settings.clientCa();
        asksForCertificates = authority != null;
        certificate =
                new ServedCertificate(
                        "mqtt.broker.tls",
                        Objects.requireNonNull(settings.certificate()),
                        Objects.requireNonNull(settings.key()),
                        authority == null ? null : visitors(authority));
        context = certificate.context();
        this.complaints = complaints;
    }

    private static TrustManagerFactory visitors(Path authority) throws IOException {
        try {
            return Authority.trusting(
                    "mqtt.broker.tls.client_ca",
                    authority,
                    "where the certificate lies that those of the clients were signed with");
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Looks whether the files are others. */
    void renew(Instant now) {
        certificate.renewed(now).ifPresent(fresh -> context = fresh);
    }

    /** What it shows to who comes next. */
    SSLContext context() {
        return context;
    }

    /** Everything behind it in {@code pipeline} is in the clear. */
    void encrypt(ChannelPipeline pipeline, InetAddress from) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(asksForCertificates);
        pipeline.addLast(new SslHandler(engine));
        pipeline.addLast(new Handshake(from));
    }

    private final class Handshake extends ChannelInboundHandlerAdapter {

        private final InetAddress from;

        private Handshake(InetAddress from) {
            this.from = from;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event)
                throws Exception {
            if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
                complaints.say("tls " + from.getHostAddress(), why(done.cause()));
            }
            super.userEventTriggered(context, event);
        }

        private String why(Throwable cause) {
            String who = from.getHostAddress();
            if (cause instanceof NotSslRecordException) {
                return who
                        + " speaks without TLS to the port of mqtt.broker.tls: let it use TLS, or"
                        + " the port of mqtt.broker";
            }
            return who
                    + " did not agree on TLS with mqtt.broker.tls"
                    + (asksForCertificates
                            ? " (it has to show a certificate that mqtt.broker.tls.client_ca"
                                    + " vouches for)"
                            : " (it has to trust the certificate, and to use an address that stands"
                                    + " in it)")
                    + ": "
                    + PlainWords.of(cause);
        }
    }
}
