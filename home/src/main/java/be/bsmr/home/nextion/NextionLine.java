package be.bsmr.home.nextion;

import be.bsmr.home.source.SerialWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The display's serial line. One command is under way at a time, and the next goes out when the
 * display has answered: so it is never flooded, whatever its speed.
 */
final class NextionLine implements AutoCloseable {

    private static final byte[] END = {-1, -1, -1};
    private static final Duration READ_PATIENCE = Duration.ofMillis(100);

    /** A display that draws takes its time. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    /** At a wrong speed nothing is answered at all: there are many to try. */
    private static final Duration HELLO = Duration.ofMillis(250);

    /** Start bit, eight bits, stop bit. */
    private static final int BITS_A_BYTE = 10;

    /** What {@code comok} is long, and what was sent before it. */
    private static final int HELLO_BYTES = 120;

    private final SerialWire wire;
    private final LongSupplier stopwatch;
    private final Consumer<Said> told;
    private final Hearing hearing = new Hearing();
    private final byte[] buffer = new byte[256];
    private int baud = NextionSettings.SPEEDS.get(0);
    private long commands;

    private NextionLine(SerialWire wire, LongSupplier stopwatch, Consumer<Said> told) {
        this.wire = wire;
        this.stopwatch = stopwatch;
        this.told = told;
    }

    /**
     * An open line at the display's first speed.
     *
     * @param told takes what the display says unasked
     */
    static NextionLine open(Path port, LongSupplier stopwatch, Consumer<Said> told)
            throws IOException {
        SerialWire wire = SerialWire.open(port, NextionSettings.SPEEDS.get(0), READ_PATIENCE);
        return new NextionLine(wire, stopwatch, told);
    }

    int baud() {
        return baud;
    }

    /** Commands that were sent so far. */
    long commands() {
        return commands;
    }

    /**
     * Asks at this speed who is there, and wakes it.
     *
     * @return what it says of itself, such as {@code comok
     *     1,101,NX3224K028_011R,130,61488,D26…,4194304}
     */
    Optional<Said> hello(int speed) throws IOException {
        if (!wire.baud(speed)) {
            return Optional.empty();
        }
        baud = speed;
        hearing.forget();
        // What may stand half written in the display ends here.
        wire.write(END);
        send("sleep=0");
        send("connect");
        return await(said -> said.code() == Said.COMOK, HELLO, HELLO_BYTES);
    }

    /** Tells something without an answer. */
    void send(String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(command.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(END);
        wire.write(bytes.toByteArray());
        commands++;
    }

    /** Tells something that is acknowledged or refused; empty when nothing is answered. */
    Optional<Said> ask(String command) throws IOException {
        send(command);
        return await(Said::answers, ANSWER, command.length());
    }

    /** Asks for the number that a variable has; empty when it is not told. */
    Optional<Said> get(String variable) throws IOException {
        String command = "get " + variable;
        send(command);
        return await(s -> s.code() == Said.NUMBER || s.answers(), ANSWER, command.length())
                .filter(said -> said.code() == Said.NUMBER);
    }

    /** Asks which page is shown. */
    Optional<Said> askPage() throws IOException {
        send("sendme");
        return await(said -> said.code() == Said.PAGE, ANSWER, END.length);
    }

    /**
     * Adds points to a channel of a waveform, the newest last.
     *
     * @return {@link Said#ALL_DRAWN}, a refusal, or nothing
     */
    Optional<Said> points(String command, byte[] heights) throws IOException {
        send(command);
        Optional<Said> ready =
                await(s -> s.code() == Said.SEND_POINTS || s.answers(), ANSWER, command.length());
        if (ready.isEmpty() || ready.get().code() != Said.SEND_POINTS) {
            return ready;
        }
        wire.write(heights);
        return await(s -> s.code() == Said.ALL_DRAWN, ANSWER, heights.length);
    }

    /** Hears what the display says unasked, for a tenth of a second at most. */
    void listen() throws IOException {
        hear();
        for (Optional<Said> said = hearing.next(); said.isPresent(); said = hearing.next()) {
            told.accept(said.get());
        }
    }

    /** Whether anything has come that makes no sense since it was said hello to. */
    boolean noise() {
        return hearing.noise();
    }

    private Optional<Said> await(Predicate<Said> wanted, Duration patience, int bytes)
            throws IOException {
        long deadline = stopwatch.getAsLong() + patience.toNanos() + lasts(bytes + END.length);
        while (true) {
            for (Optional<Said> said = hearing.next(); said.isPresent(); said = hearing.next()) {
                if (wanted.test(said.get())) {
                    return said;
                }
                told.accept(said.get());
            }
            if (stopwatch.getAsLong() >= deadline) {
                return Optional.empty();
            }
            hear();
        }
    }

    private void hear() throws IOException {
        int count = wire.read(buffer);
        hearing.push(buffer, count);
    }

    /** How long so many bytes are on the line, ns. */
    private long lasts(int bytes) {
        return TimeUnit.SECONDS.toNanos((long) bytes * BITS_A_BYTE) / baud;
    }

    @Override
    public void close() {
        wire.close();
    }
}
