package be.bsmr.home.cli;

import java.util.ListResourceBundle;

/**
 * What {@code --help} says of an option that several commands share, where a command says it in
 * words of its own: the full name of the command, the option, the words.
 */
final class OptionWords extends ListResourceBundle {

    @Override
    protected Object[][] getContents() {
        String database = "from the database of bsmr demo";
        String said = "of what is said (default: the system's)";
        return new Object[][] {
            {"bsmr.backup.lang", said},
            {"bsmr.restore.lang", said},
            {"bsmr.doctor.lang", "of the findings (default: the system's)"},
            {"bsmr.import.lang", "of the report in words (default: the system's)"},
            {"bsmr.notify.lang", "of what is said here (default: the system's)"},
            {"bsmr.display.nextion.lang", said},
            {"bsmr.update.lang", said},
            {"bsmr.watch.lang", "of the view (default: the system's)"},
            {"bsmr.whatif.lang", "of the words (default: the system's)"},
            {"bsmr.decode.format", "plain words, or a JSON object a line (default: text)"},
            {"bsmr.doctor.format", "plain words, or a JSON list (default: text)"},
            {"bsmr.evaluate.control.format", "a table, or one JSON object (default: text)"},
            {"bsmr.evaluate.forecast.format", "tables, or one JSON object (default: text)"},
            {"bsmr.import.format", "of the report (default: text)"},
            {"bsmr.journal.format", "a line each, or a JSON object on a line each (default: text)"},
            {"bsmr.update.format", "plain words, or a JSON object (default: text)"},
            {"bsmr.whatif.format", "plain words, or a JSON object (default: text)"},
            {"bsmr.bill.demo", database},
            {"bsmr.journal.demo", database},
            {"bsmr.plot.demo", database},
            {"bsmr.journal.config", "says where the database is, and what the loads are called"},
            {"bsmr.plot.config", "says where the database is"},
            {"bsmr.whatif.config", "says where the program and the database are"},
            {
                "bsmr.whatif.demo",
                "ask the demo: the one that runs, else its database, else a house watched for two"
                        + " days"
            },
        };
    }
}
