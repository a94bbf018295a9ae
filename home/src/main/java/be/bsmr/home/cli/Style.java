package be.bsmr.home.cli;

/** How a piece of the terminal view looks where there are colours. */
enum Style {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    CALM("32"),
    WATCH("33"),
    ALARM("1;31"),
    CHOSEN("7");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** {@code text} between the terminal's codes. */
    String of(String text) {
        return code.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
