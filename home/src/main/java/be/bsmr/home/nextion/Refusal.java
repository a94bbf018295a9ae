package be.bsmr.home.nextion;

import java.util.Arrays;
import java.util.Optional;

/** Why the display does not do what it was told, by the code that it returns. */
public enum Refusal {
    INSTRUCTION(0x00),
    COMPONENT(0x02),
    PAGE(0x03),
    PICTURE(0x04),
    FONT(0x05),
    FILE(0x06),
    CHECKSUM(0x09),
    BAUD(0x11),
    WAVEFORM(0x12),
    VARIABLE(0x1A),
    OPERATION(0x1B),
    ASSIGNMENT(0x1C),
    EEPROM(0x1D),
    PARAMETERS(0x1E),
    INPUT_OUTPUT(0x1F),
    ESCAPE(0x20),
    NAME_TOO_LONG(0x23),
    OVERFLOW(0x24);

    private final int code;

    Refusal(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static Optional<Refusal> of(int code) {
        return Arrays.stream(values()).filter(refusal -> refusal.code == code).findFirst();
    }

    /** Whether it may be that another page is shown, which has no such component. */
    boolean mayBeThePage() {
        return this == COMPONENT || this == WAVEFORM || this == VARIABLE;
    }
}
