package be.bsmr.home.cli;

import java.time.DateTimeException;
import java.time.LocalTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From one time of day to another, over midnight or not. */
record Night(LocalTime from, LocalTime until) {

    boolean has(LocalTime time) {
        boolean begun = !time.isBefore(from);
        boolean over = !time.isBefore(until);
        return from.isBefore(until) ? begun && !over : begun || !over;
    }

    /** Of what is written behind an option, such as {@code 22:00-07:00}. */
    static final class Written implements ITypeConverter<Night> {

        @Override
        public Night convert(String text) {
            String[] both = text.split("-", -1);
            try {
                if (both.length == 2) {
                    return new Night(LocalTime.parse(both[0]), LocalTime.parse(both[1]));
                }
            } catch (DateTimeException noTime) {
                throw wrong(text);
            }
            throw wrong(text);
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException(
                    "'" + text + "' is no night; write it as 22:00-07:00");
        }
    }
}
