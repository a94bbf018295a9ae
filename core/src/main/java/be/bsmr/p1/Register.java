package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One register that a meter can send: how its values are read, and how they are written. {@link
 * #TABLE} is the whole vocabulary, in the order in which Fluvius meters speak (e-MUCS P1 table 2);
 * meters may use any order.
 *
 * <p>Reading a register leaves nothing of what it said before, since a decoder reads it again when
 * it changes.
 */
final class Register {

    /**
     * Fills the draft from the values between parentheses; false when they make no sense. Of a line
     * that makes sense in part it keeps that part and {@link Line#doubt}s the line.
     */
    interface Reader {
        boolean read(Line line, ReadingDraft draft, MeterClock clock);
    }

    /** The line's values with their parentheses; null when the reading has nothing to say here. */
    interface Writer {
        @Nullable String write(Reading reading, MeterClock clock);
    }

    private static final List<Register> TABLE = table();

    // An open hash table from code to register, half empty at least.
    private static final int SLOT_BITS = 11;
    private static final long[] SLOT_CODES = new long[1 << SLOT_BITS];
    private static final @Nullable Register[] SLOTS = new Register[1 << SLOT_BITS];

    static {
        for (Register register : TABLE) {
            long code = ObisCode.of(register.code);
            int slot = slot(code);
            if (SLOTS[slot] != null) {
                throw new IllegalStateException("two registers for " + register.code);
            }
            SLOT_CODES[slot] = code;
            SLOTS[slot] = register;
        }
    }

    private final String code;
    private final Reader reader;
    private final Writer writer;
    private final @Nullable Register other;
    private final boolean alone;

    Register(String code, Reader reader, Writer writer) {
        this(code, reader, writer, null, true);
    }

    private Register(
            String code, Reader reader, Writer writer, @Nullable Register other, boolean alone) {
        this.code = code;
        this.reader = reader;
        this.writer = writer;
        this.other = other;
        this.alone = alone;
    }

    /** For one that reads into what other registers read into, too. It must change rarely. */
    Register onlyWithTheOthers() {
        return new Register(code, reader, writer, other, false);
    }

    /** Whether it may be read again while the other lines of a telegram are not. */
    boolean isReadAlone() {
        return alone;
    }

    /** For another code under which some meters send the same thing: only read, never written. */
    Register orAt(String otherCode) {
        return orAt(otherCode, reader, (r, c) -> null);
    }

    Register orAt(String otherCode, Reader otherReader, Writer otherWriter) {
        return new Register(otherCode, otherReader, otherWriter, place(), alone);
    }

    /** The register whose place in the reading this one fills: itself, or that of another code. */
    Register place() {
        return other == null ? this : other;
    }

    /** Null when we know no register of this {@link ObisCode}. */
    static @Nullable Register of(long code) {
        return SLOTS[slot(code)];
    }

    static List<Register> all() {
        return TABLE;
    }

    boolean read(Line line, ReadingDraft draft, MeterClock clock) {
        return reader.read(line, draft, clock);
    }

    String code() {
        return code;
    }

    /** The whole line without its line end; empty when the reading has nothing to say here. */
    Optional<String> write(Reading reading, MeterClock clock) {
        return Optional.ofNullable(writer.write(reading, clock)).map(values -> code + values);
    }

    /** Where a code is, or where it would be. */
    private static int slot(long code) {
        int slot = (int) ((code * 0x9E37_79B9_7F4A_7C15L) >>> (Long.SIZE - SLOT_BITS));
        while (SLOTS[slot] != null && SLOT_CODES[slot] != code) {
            slot = (slot + 1) & (SLOTS.length - 1);
        }
        return slot;
    }

    private static List<Register> table() {
        List<Register> table = new ArrayList<>();
        table.addAll(SupplyRegisters.identity());
        table.addAll(ElectricityRegisters.all());
        table.addAll(SupplyRegisters.supply());
        table.addAll(MBusRegisters.all());
        Set<String> known = new HashSet<>();
        table.forEach(register -> known.add(register.code));
        table.addAll(FurtherRegisters.all(known));
        return List.copyOf(table);
    }
}
