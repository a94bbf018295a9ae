package be.bsmr.home.source;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of Telnet's COM-PORT-OPTION (RFC 2217) on one connection: asks for a serial
 * line, answers what the server asks, and takes Telnet's own bytes out of the stream. Asks for
 * binary transmission (RFC 856), refuses every other option, and goes on reading whatever the
 * server refuses. Knows bytes only, no socket.
 */
final class ComPortOption {

    static final int SE = 240;
    static final int SB = 250;
    static final int WILL = 251;
    static final int WONT = 252;
    static final int DO = 253;
    static final int DONT = 254;
    static final int IAC = 255;

    static final int BINARY = 0;
    static final int COM_PORT = 44;

    static final int SET_BAUDRATE = 1;
    static final int SET_DATASIZE = 2;
    static final int SET_PARITY = 3;
    static final int SET_STOPSIZE = 4;
    static final int SET_CONTROL = 5;

    private static final int ONE_STOP_BIT = 1;
    private static final int NO_FLOW_CONTROL = 1;
    private static final int DTR_ON = 8;
    private static final int RTS_ON = 11;

    /** What the server answers to a request has its number and this more. */
    static final int ANSWER = 100;

    /** We read five bytes of a sub-negotiation: the answer to SET-BAUDRATE. */
    private static final int LONGEST_ANSWER = 6;

    private enum At {
        DATA,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        COMMAND_IN_SUBNEGOTIATION
    }

    private final SerialLine line;
    private final Set<Integer> answered = new HashSet<>();
    private final byte[] subnegotiation = new byte[LONGEST_ANSWER];
    private int subnegotiated;
    private At at = At.DATA;
    private int command;
    private boolean agreed;
    private @Nullable String refusal;

    ComPortOption(SerialLine line) {
        this.line = line;
    }

    /** What a client says first. */
    byte[] hello() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        say(out, WILL, COM_PORT);
        say(out, WILL, BINARY);
        say(out, DO, BINARY);
        return out.toByteArray();
    }

    /**
     * Takes the next bytes of the connection and leaves the meter's at the beginning of {@code
     * bytes}.
     *
     * @param replies where to write what the server has to be told
     * @return how many are the meter's
     */
    int take(byte[] bytes, int count, ByteArrayOutputStream replies) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (isData(bytes[i] & 0xff, replies)) {
                bytes[kept++] = bytes[i];
            }
        }
        return kept;
    }

    /** What the server does not do of what it was asked; for people. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    private boolean isData(int b, ByteArrayOutputStream replies) {
        switch (at) {
            case DATA -> {
                at = b == IAC ? At.COMMAND : At.DATA;
                return b != IAC;
            }
            case COMMAND -> {
                command = b;
                subnegotiated = 0;
                at =
                        switch (b) {
                            case WILL, WONT, DO, DONT -> At.OPTION;
                            case SB -> At.SUBNEGOTIATION;
                            default -> At.DATA;
                        };
                return b == IAC;
            }
            case OPTION -> {
                at = At.DATA;
                negotiate(b, replies);
            }
            case SUBNEGOTIATION -> {
                if (b == IAC) {
                    at = At.COMMAND_IN_SUBNEGOTIATION;
                } else {
                    subnegotiated(b);
                }
            }
            case COMMAND_IN_SUBNEGOTIATION -> {
                at = b == SE ? At.DATA : At.SUBNEGOTIATION;
                if (b == SE) {
                    compare();
                } else {
                    subnegotiated(b);
                }
            }
        }
        return false;
    }

    private void negotiate(int option, ByteArrayOutputStream replies) {
        if (option == COM_PORT) {
            if (command == DO || command == WILL) {
                agree(replies);
            } else if (!agreed) {
                refusal = "does not set serial lines (no RFC 2217); its own settings hold";
            }
        } else if (option != BINARY && command == DO) {
            answer(replies, WONT, option);
        } else if (option != BINARY && command == WILL) {
            answer(replies, DONT, option);
        }
    }

    private void agree(ByteArrayOutputStream replies) {
        if (agreed) {
            return;
        }
        agreed = true;
        int baud = line.baud();
        request(replies, SET_BAUDRATE, baud >>> 24, baud >>> 16, baud >>> 8, baud);
        request(replies, SET_DATASIZE, line.dataBits());
        request(replies, SET_PARITY, parity());
        request(replies, SET_STOPSIZE, ONE_STOP_BIT);
        request(replies, SET_CONTROL, NO_FLOW_CONTROL);
        // Some P1 cables draw their power, or the data request, from these.
        request(replies, SET_CONTROL, DTR_ON);
        request(replies, SET_CONTROL, RTS_ON);
    }

    private int parity() {
        return switch (line.parity()) {
            case NONE -> 1;
            case ODD -> 2;
            case EVEN -> 3;
        };
    }

    private static void request(ByteArrayOutputStream out, int what, int... value) {
        out.write(IAC);
        out.write(SB);
        out.write(COM_PORT);
        out.write(what);
        for (int b : value) {
            out.write(b);
            if ((b & 0xff) == IAC) {
                out.write(IAC);
            }
        }
        out.write(IAC);
        out.write(SE);
    }

    /** One answer is given once only: two sides that answer each other's answers never end. */
    private void answer(ByteArrayOutputStream out, int what, int option) {
        if (answered.add((what << 8) | option)) {
            say(out, what, option);
        }
    }

    private static void say(ByteArrayOutputStream out, int what, int option) {
        out.write(IAC);
        out.write(what);
        out.write(option);
    }

    private void subnegotiated(int b) {
        if (subnegotiated < LONGEST_ANSWER) {
            subnegotiation[subnegotiated++] = (byte) b;
        }
    }

    /** A server answers with the setting that it has now, whether or not that is the one asked. */
    private void compare() {
        if (subnegotiated < 3 || subnegotiation[0] != COM_PORT) {
            return;
        }
        int value = 0;
        for (int i = 2; i < subnegotiated; i++) {
            value = (value << 8) | (subnegotiation[i] & 0xff);
        }
        switch (subnegotiation[1]) {
            case ANSWER + SET_BAUDRATE -> compare("baud", value, line.baud());
            case ANSWER + SET_DATASIZE -> compare("data bits", value, line.dataBits());
            case ANSWER + SET_PARITY -> compare("parity (1 none, 2 odd, 3 even)", value, parity());
            default -> {
                // Modem lines, flow control: nothing that garbles telegrams.
            }
        }
    }

    private void compare(String what, int has, int asked) {
        if (has != asked && has != 0) { // 0: some servers do not know their own setting
            refusal = "keeps " + what + " at " + has + ", asked for " + asked;
        }
    }
}
