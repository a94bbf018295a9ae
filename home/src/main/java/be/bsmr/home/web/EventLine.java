package be.bsmr.home.web;

import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** What events go out over: a stream of server-sent events, or a WebSocket. */
interface EventLine {

    /** What becomes of an event that is on its way; may hold locks of the connection. */
    interface Outcome {

        void sent();

        void failed();
    }

    /** Returns at once; what is sent goes out in order. */
    void send(String id, String name, String data, Outcome outcome);

    /** So that both sides notice a dead connection. */
    void beat();

    boolean isOpen();

    /** Ends it in good order. */
    void close();

    /** Server-sent events; Undertow beats by itself. */
    record Stream(ServerSentEventConnection connection) implements EventLine {

        @Override
        public void send(String id, String name, String data, Outcome outcome) {
            connection.send(
                    data,
                    name,
                    id,
                    new ServerSentEventConnection.EventCallback() {
                        @Override
                        public void done(
                                ServerSentEventConnection c,
                                @Nullable String d,
                                @Nullable String e,
                                @Nullable String i) {
                            outcome.sent();
                        }

                        @Override
                        public void failed(
                                ServerSentEventConnection c,
                                @Nullable String d,
                                @Nullable String e,
                                @Nullable String i,
                                IOException why) {
                            outcome.failed();
                        }
                    });
        }

        @Override
        public void beat() {}

        @Override
        public boolean isOpen() {
            return connection.isOpen();
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (IOException alreadyGone) {
                // Then it is closed.
            }
        }
    }

    /** A WebSocket: each event is a message, {@code {"id": …, "event": …, "data": …}}. */
    record Socket(WebSocketChannel channel) implements EventLine {

        /** What somebody sends us is not meant for us. */
        private static final int MOST_HEARD = 1024;

        /** Answers pings and goodbyes; all else is passed over. */
        static Socket on(WebSocketChannel channel) {
            channel.getReceiveSetter()
                    .set(
                            new AbstractReceiveListener() {
                                @Override
                                protected long getMaxTextBufferSize() {
                                    return MOST_HEARD;
                                }

                                @Override
                                protected long getMaxBinaryBufferSize() {
                                    return MOST_HEARD;
                                }
                            });
            channel.resumeReceives();
            return new Socket(channel);
        }

        @Override
        public void send(String id, String name, String data, Outcome outcome) {
            WebSockets.sendText(
                    "{\"id\":\"" + id + "\",\"event\":\"" + name + "\",\"data\":" + data + "}",
                    channel,
                    new WebSocketCallback<Void>() {
                        @Override
                        public void complete(WebSocketChannel c, Void nothing) {
                            outcome.sent();
                        }

                        @Override
                        public void onError(WebSocketChannel c, Void nothing, Throwable why) {
                            outcome.failed();
                        }
                    });
        }

        @Override
        public void beat() {
            WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            try {
                channel.sendClose();
            } catch (IOException alreadyGone) {
                IoUtils.safeClose(channel);
            }
        }
    }
}
