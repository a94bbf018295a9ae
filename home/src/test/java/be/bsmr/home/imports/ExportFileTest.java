package be.bsmr.home.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Origin;
import be.bsmr.home.store.Quantity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each layout tells; the files are written here. */
class ExportFileTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final ImportedReading BELGIUM =
            new ImportedReading(BRUSSELS, null, null, Map.of(), false);
    private static final String DUTCH =
            "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;"
                    + "Volume;Eenheid;Validatiestatus;Omschrijving\n";

    @TempDir Path folder;

    /** What a file told. */
    private static final class Heard implements ExportFile.Listener {

        private final List<ImportedAmount> amounts = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final List<String> notCounted = new ArrayList<>();
        private int rows;

        @Override
        public void row(long line, List<ImportedAmount> told) {
            rows++;
            amounts.addAll(told);
        }

        @Override
        public void refused(long line, Why why) {
            refused.add(line + ": " + why);
        }

        @Override
        public void notCounted(long line, Why why) {
            notCounted.add(line + ": " + why);
        }

        @Override
        public void read(double share) {}
    }

    static Stream<String> dialects() {
        String rest = "1SAG1;Digitale Meter;%s;0,628;kWh;%s";
        return Stream.of(
                "\uFEFFVan Datum;Van Tijdstip;Tot Datum;Tot Tijdstip;EAN;Meter;Metertype;Register;Volume;"
                        + "Eenheid;Validatiestatus\r\n"
                        + row("13-01-2026", rest.formatted("Afname Dag", "Gevalideerd"))
                        + "\r\n",
                "Van datum;Van tijdstip;Tot datum;Tot tijdstip;EAN;Meter;Metertype;Register;Volume;Eenheid;"
                        + "Validatiestatus\n"
                        + row("13-01-2026", rest.formatted("Afname Dag", "Gevalideerd")),
                DUTCH + row("13-01-2026", rest.formatted("Afname Dag", "Gevalideerd")) + ";\n",
                "From (date);From (time);Until (date);Until (time);EAN code;Meter;Meter type;Register;Volume;"
                        + "Unit;Validation status;Description\n"
                        + row("13/01/2026", rest.formatted("Offtake Day", "Validated"))
                        + ";\n",
                "De (date);De (heure);À (date);À (heure);Code EAN;Compteur;Type de compteur;Registre;Volume;"
                        + "Unité;Statut de validation;Description\n"
                        + row("13/01/2026", rest.formatted("Prélèvement Jour", "Validé"))
                        + ";\n",
                "Von (Datum);Von (Uhrzeit);Bis (Datum);Bis (Uhrzeit);EAN-Code;Zähler;Zählertyp;Register;"
                        + "Volumen;Einheit;Validierungsstatus\n"
                        + row("13.01.2026", rest.formatted("Entnahme Tag", "Validiert")));
    }

    private static String row(String day, String rest) {
        return day + ";18:00:00;" + day + ";18:15:00;=\"541448800000000000\";" + rest;
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void everyDialectTellsTheSame(String text) throws IOException {
        Heard heard = read(file("export.csv", text), BELGIUM);
        assertThat(heard.refused).isEmpty();
        assertThat(heard.amounts)
                .containsExactly(
                        new ImportedAmount(
                                Instant.parse("2026-01-13T17:00:00Z"),
                                900,
                                Quantity.IMPORT_T1,
                                628,
                                Quality.VALIDATED));
    }

    @Test
    void reactiveEnergyIsNotCountedAndExcelsFirstLinePassedOver() throws IOException {
        String good = row("13-01-2026", "1SAG1;AMR-meter;Afname Actief;0,628;kWh;Gevalideerd;");
        Heard heard =
                read(
                        file(
                                "sep.csv",
                                "sep=;\n"
                                        + DUTCH
                                        + good
                                        + "\n"
                                        + good.replace("Actief", "Inductief")
                                                .replace("kWh", "kVArh")
                                        + "\n"),
                        BELGIUM);
        assertThat(heard.refused).isEmpty();
        assertThat(told(heard, Quantity.IMPORT)).containsExactly("2026-01-13T17:00:00Z 900 628");
        assertThat(heard.rows).isEqualTo(1);
        assertThat(heard.notCounted).singleElement().asString().startsWith("4: reactive");
    }

    @Test
    void whatASpreadsheetWroteInItsOwnEncodingIsReadToo() throws IOException {
        Path file = folder.resolve("gas.csv");
        Files.write(
                file,
                ("De (date);De (heure);À (date);À (heure);Code EAN;Compteur;Type de compteur;Registre;Volume;"
                                + "Unité;Statut de validation\n"
                                + row("13/01/2026", "7FLO1;Compteur;Prélèvement;0,495;m³;Estimé")
                                + "\n")
                        .getBytes(Charset.forName("windows-1252")));
        assertThat(read(file, BELGIUM).amounts)
                .containsExactly(
                        new ImportedAmount(
                                Instant.parse("2026-01-13T17:00:00Z"),
                                900,
                                Quantity.GAS,
                                495,
                                Quality.ESTIMATED));
    }

    @Test
    void gasIsToldAsVolumeAndAsEnergy() throws IOException {
        String header =
                "Van datum;Van tijdstip;Tot datum;Tot tijdstip;EAN-code;Meter;Metertype;Register;Volume;"
                        + "Eenheid;Validatiestatus;Calorische Bovenwaarde\n";
        String hour =
                "10-01-2026;07:00:00;10-01-2026;08:00:00;=\"541\";7FLO1;Digitale Meter;Afname;";
        Heard heard =
                read(
                        file(
                                "gas.csv",
                                header
                                        + hour
                                        + "5,445;kWh;Gevalideerd;Voorlopig\n"
                                        + hour
                                        + "0,495;m³;Uitgelezen;\n"
                                        + hour
                                        + ";m³;Geen verbruik;\n"),
                        BELGIUM);
        assertThat(heard.rows).isEqualTo(3);
        assertThat(heard.amounts)
                .extracting(
                        ImportedAmount::quantity, ImportedAmount::amount, ImportedAmount::seconds)
                .containsExactly(
                        tuple(Quantity.GAS_ENERGY, 5445L, 3600L), tuple(Quantity.GAS, 495L, 3600L));
    }

    @Test
    void bothHoursOfAutumnAreToldApart() throws IOException {
        List<String> interleaved = new ArrayList<>();
        List<String> oneAfterTheOther = new ArrayList<>();
        for (int q = 0; q < 4; q++) {
            String from = "02:%02d".formatted(q * 15);
            String summersEnd = q == 3 ? "02:00" : "02:%02d".formatted(q * 15 + 15);
            String wintersEnd = q == 3 ? "03:00" : summersEnd;
            interleaved.add(autumn(from, summersEnd, 100 + q));
            interleaved.add(autumn(from, wintersEnd, 200 + q));
            oneAfterTheOther.add(q, autumn(from, summersEnd, 100 + q));
            oneAfterTheOther.add(autumn(from, wintersEnd, 200 + q));
        }
        List<String> newestFirst = new ArrayList<>(oneAfterTheOther);
        Collections.reverse(newestFirst);
        for (List<String> rows : List.of(interleaved, oneAfterTheOther, newestFirst)) {
            List<String> all = new ArrayList<>(rows);
            boolean forward = rows != newestFirst;
            all.add(forward ? 0 : all.size(), autumn("01:45", "02:00", 1));
            all.add(forward ? all.size() : 0, autumn("03:00", "03:15", 9));
            Heard heard = read(file("autumn.csv", DUTCH + String.join("", all)), BELGIUM);
            assertThat(heard.refused).isEmpty();
            List<ImportedAmount> sorted =
                    heard.amounts.stream()
                            .sorted(Comparator.comparing(ImportedAmount::start))
                            .toList();
            assertThat(sorted)
                    .extracting(ImportedAmount::amount)
                    .containsExactly(1L, 100L, 101L, 102L, 103L, 200L, 201L, 202L, 203L, 9L);
            assertThat(sorted).allMatch(a -> a.seconds() == 900);
            assertThat(sorted.get(1).start()).isEqualTo("2025-10-26T00:00:00Z");
        }
    }

    private static String autumn(String from, String to, int wattHours) {
        return "26-10-2025;%s:00;26-10-2025;%s:00;=\"541\";1SAG1;Digitale Meter;Afname Nacht;0,%03d;kWh;Uitgelezen;\n"
                .formatted(from, to, wattHours);
    }

    @Test
    void theMissingHourOfSpringHoldsNothing() throws IOException {
        String row =
                "29-03-2026;%s:00;29-03-2026;%s:00;=\"541\";1SAG1;M;Afname Nacht;0,100;kWh;Uitgelezen;\n";
        Heard heard =
                read(
                        file(
                                "spring.csv",
                                DUTCH
                                        + row.formatted("01:30", "01:45")
                                        + row.formatted("01:45", "03:00")
                                        + row.formatted("03:00", "03:15")
                                        + row.formatted("02:15", "02:30")),
                        BELGIUM);
        assertThat(heard.amounts)
                .extracting(a -> a.start().toString(), ImportedAmount::seconds)
                .containsExactly(
                        tuple("2026-03-29T00:30:00Z", 900L),
                        tuple("2026-03-29T00:45:00Z", 900L),
                        tuple("2026-03-29T01:00:00Z", 900L));
        assertThat(heard.refused)
                .singleElement()
                .asString()
                .startsWith("5: ")
                .contains("skipped_hour{at=");
    }

    @Test
    void aRowThatCannotBeUnderstoodIsRefusedAndTheOthersAreTaken() throws IOException {
        String good = row("13-01-2026", "1SAG1;M;Afname Dag;0,628;kWh;Geschat;") + "\n";
        Heard heard =
                read(
                        file(
                                "bad.csv",
                                DUTCH
                                        + good.replace("0,628", "0,6x8")
                                        + good.replace("13-01-2026;18:00", "32-01-2026;18:00")
                                        + good.replace("Afname Dag", "Afnam")
                                        + good.replace("kWh", "kVA")
                                        + good.replace("0,628", "-0,628")
                                        + good.replace("18:15", "18:10")
                                        + good.replace("541448800000000000", "541448800000000001")
                                        + "13-01-2026;18:00:00\n"
                                        + good),
                        new ImportedReading(BRUSSELS, null, "541448800000000000", Map.of(), false));
        assertThat(heard.amounts).hasSize(1);
        assertThat(heard.refused)
                .satisfiesExactly(
                        r -> assertThat(r).startsWith("2: ").contains("no_number{told=0,6x8}"),
                        r -> assertThat(r).startsWith("3: ").contains("no_date{"),
                        r -> assertThat(r).startsWith("4: ").contains("no_register{told=Afnam}"),
                        r -> assertThat(r).startsWith("5: ").contains("kVA"),
                        r -> assertThat(r).startsWith("6: ").contains("below_zero{"),
                        r -> assertThat(r).startsWith("7: ").contains(": not_in_quarters{"),
                        r -> assertThat(r).startsWith("9: ").contains("cells_missing{cells=2,"));
        assertThat(heard.notCounted)
                .containsExactly(
                        "8: other_connection{own=541448800000000001, wanted=541448800000000000}");
    }

    @Test
    void theMonthPeaksOfTheGridOperatorAreTold() throws IOException {
        Heard heard =
                read(
                        file(
                                "peaks.csv",
                                DUTCH
                                        + "01-12-2025;00:00:00;01-01-2026;00:00:00;=\"541\";1SAG1;M;Piekvermogen;"
                                        + "4,713;kW;Uitgelezen;\n"),
                        BELGIUM);
        assertThat(heard.amounts)
                .containsExactly(
                        new ImportedAmount(
                                Instant.parse("2025-11-30T23:00:00Z"),
                                31 * 86_400L,
                                Quantity.PEAK,
                                4713,
                                Quality.READ));
    }

    @Test
    void homeWizardTellsHowTheRegistersStood() throws IOException {
        Heard heard =
                read(
                        file(
                                "hw.csv",
                                """
        time,Import T1 kWh,Import T2 kWh,Export T1 kWh,Export T2 kWh
        2026-01-13 18:00,8350.274,4650.277,3095.077,7450.128
        2026-01-13 18:15,8350.902,4650.277,3095.078,7450.128
        2026-01-13 18:45,8351.902,4650.277,3095.078,7450.128
        2026-01-13 19:00,0.100,0.000,0.000,0.000
        """),
                        BELGIUM);
        assertThat(heard.rows).isEqualTo(3);
        assertThat(heard.notCounted).singleElement().asString().endsWith(": leap");
        assertThat(told(heard, Quantity.IMPORT_T1))
                .containsExactly("2026-01-13T17:00:00Z 900 628", "2026-01-13T17:15:00Z 1800 1000");
    }

    @Test
    void homeWizardTellsGasInCubicMetresAndWaterInTenthsOfALitre() throws IOException {
        Heard gas =
                read(
                        file(
                                "P1g.csv",
                                """
        time,Total gas used
        2026-01-13 18:00,
        2026-01-13 18:15,1560.382
        2026-01-13 18:30,1560.431
        """),
                        BELGIUM);
        assertThat(told(gas, Quantity.GAS)).containsExactly("2026-01-13T17:15:00Z 900 49");
        assertThat(gas.rows).isEqualTo(3);
        Heard water =
                read(
                        file(
                                "Water.csv",
                                """
        time,water usage dl
        2026-01-13 18:00,0
        2026-01-13 18:15,116
        2026-01-13 18:30,128
        """),
                        BELGIUM);
        assertThat(told(water, Quantity.WATER))
                .as("zero is no reading: there was no meter yet")
                .containsExactly("2026-01-13T17:15:00Z 900 12");
    }

    @Test
    void aKilowattHourMetersFileIsNotTheHouseUnlessSomebodySaysSo() throws IOException {
        Path file =
                file(
                        "kwh_meter.csv",
                        """
        time,Import kWh,Export kWh,L1 max W
        2026-01-13 18:00,500.000,0.000,0
        2026-01-13 18:15,502.750,0.000,11000
        """);
        assertThatThrownBy(() -> ExportFile.open(file, BELGIUM))
                .isInstanceOf(NotTaken.class)
                .hasMessage("device");
        Heard heard = read(file, new ImportedReading(BRUSSELS, null, null, Map.of(), true));
        assertThat(told(heard, Quantity.IMPORT)).containsExactly("2026-01-13T17:00:00Z 900 2750");
    }

    @Test
    void whatIsNotTheHouseIsNotGuessedFromANameOfHomeAssistant() throws IOException {
        for (String id :
                List.of(
                        "sensor.ev_charger_energy_meter_import",
                        "sensor.p1_meter_boiler_energy_import",
                        "sensor.kwh_meter_energy_import",
                        "sensor.garage_energy_usage",
                        "sensor.water_heater_energy")) {
            Heard heard =
                    read(
                            file(
                                    "device.tsv",
                                    "statistic_id\tunit\tstart\tdelta\n"
                                            + id
                                            + "\tkWh\t07.01.2026 20:00\t1,5\n"),
                            BELGIUM);
            assertThat(heard.amounts).as(id).isEmpty();
            assertThat(heard.notCounted)
                    .singleElement()
                    .asString()
                    .contains("series_unnamed{series=" + id);
        }
    }

    @Test
    void ofTwoThatSeemToBeTheHouseNeitherIsTaken() throws IOException {
        Path twoMeters =
                file(
                        "energy.csv",
                        """
        entity_id,type,unit,2026-01-13T17:00:00.000Z,2026-01-13T18:00:00.000Z
        sensor.day,grid_consumption,kWh,1.5,1.5
        sensor.night,grid_consumption,kWh,0,0
        """);
        assertThatThrownBy(() -> read(twoMeters, BELGIUM))
                .isInstanceOf(NotTaken.class)
                .hasMessageContaining("two_series{first=sensor.day, second=sensor.night");
        String good = row("13-01-2026", "1SAG1;M;Afname Dag;0,628;kWh;Geschat;") + "\n";
        Path twoConnections =
                file(
                        "two.csv",
                        DUTCH + good + good.replace("541448800000000000", "541448800000000001"));
        assertThatThrownBy(() -> read(twoConnections, BELGIUM))
                .isInstanceOf(NotTaken.class)
                .hasMessage("two_connections{first=541448800000000000, second=541448800000000001}");
    }

    @ParameterizedTest
    @CsvSource({
        "Afname Dag,kW,'2,512',IMPORT_T1,628",
        "Injectie Nacht,kW,'2,512',EXPORT_T2,628",
        "Afname Dag,W,2512,IMPORT_T1,628",
        "Piekvermogen,kW,'2,512',IMPORT,628",
        "Afname Dag,Wh,628,IMPORT_T1,628",
        "Afname Dag,MWh,'0,000628',IMPORT_T1,628"
    })
    void theMeanPowerOfAQuarterIsItsEnergy(
            String register, String unit, String volume, Quantity quantity, long amount)
            throws IOException {
        String row = row("13-01-2026", "1SAG1;M;%s;%s;%s;Uitgelezen;");
        Heard heard = read(file("kw.csv", DUTCH + row.formatted(register, volume, unit)), BELGIUM);
        assertThat(told(heard, quantity)).containsExactly("2026-01-13T17:00:00Z 900 " + amount);
    }

    @Test
    void aPeakOfMoreThanAMonthAndPowerThatIsGivenAreNotCounted() throws IOException {
        String row = ";00:00:00;=\"541\";1SAG1;M;%s;4,713;kW;Uitgelezen;\n";
        Heard heard =
                read(
                        file(
                                "peaks.csv",
                                DUTCH
                                        + "01-11-2025;00:00:00;01-01-2026"
                                        + row.formatted("Piekvermogen")
                                        + "01-12-2025;00:00:00;01-01-2026"
                                        + row.formatted("Injectie")
                                        + "13-12-2025;00:00:00;14-12-2025"
                                        + row.formatted("Piekvermogen")),
                        BELGIUM);
        assertThat(heard.notCounted)
                .satisfiesExactly(
                        r -> assertThat(r).isEqualTo("2: peak_of_months"),
                        r -> assertThat(r).isEqualTo("3: peak_of_given"));
        assertThat(told(heard, Quantity.PEAK)).containsExactly("2025-12-12T23:00:00Z 86400 4713");
    }

    @Test
    void dsmrReaderTellsHoursDaysAndQuarters() throws IOException {
        Heard hours =
                read(
                        file(
                                "hours.csv",
                                """
        Hour Start,Electricity 1 (Dutch Users: Low Tariff),Electricity 2 (Dutch Users: Normal Tariff),Electricity 1 Returned (Dutch Users: Low Tariff),Electricity 2 Returned (Dutch Users: Normal Tariff),Gas
        2025-10-26T02:00:00+02:00,0.196,0,0,0.5,0.032
        2025-10-26T02:00:00+01:00,0.2,0,0,0,0.03
        """),
                        BELGIUM);
        assertThat(told(hours, Quantity.IMPORT_T1))
                .containsExactly("2025-10-26T00:00:00Z 3600 196", "2025-10-26T01:00:00Z 3600 200");
        assertThat(told(hours, Quantity.EXPORT_T2))
                .containsExactly("2025-10-26T00:00:00Z 3600 500", "2025-10-26T01:00:00Z 3600 0");
        Heard days =
                read(
                        file(
                                "days.csv",
                                "Day,Electricity 1 (Dutch Users: Low Tariff),"
                                        + "Electricity 1 Price (Dutch Users: Low Tariff) Cost\n"
                                        + "2025-10-26,9.5,1.0\n"),
                        BELGIUM);
        assertThat(told(days, Quantity.IMPORT_T1))
                .containsExactly("2025-10-25T22:00:00Z 90000 9500");
        Heard quarters =
                read(
                        file(
                                "quarters.csv",
                                """
        Read At Start,Read At End,Average Delivered
        2026-01-13T18:00:00+01:00,2026-01-13T18:15:00+01:00,2.512
        """),
                        BELGIUM);
        assertThat(told(quarters, Quantity.IMPORT)).containsExactly("2026-01-13T17:00:00Z 900 628");
    }

    @Test
    void p1MonitorsMinutesComeToQuartersInEachKindOfFile() throws Exception {
        List<String> names =
                List.of(
                        "TIMESTAMP",
                        "VERBR_KWH_181",
                        "VERBR_KWH_182",
                        "GELVR_KWH_281",
                        "VERBR_GAS_2421");
        List<List<String>> rows = new ArrayList<>();
        for (int minute = 59; minute < 76; minute++) {
            rows.add(
                    List.of(
                            "2026-01-13 %02d:%02d:00".formatted(17 + minute / 60, minute % 60),
                            "%.3f".formatted(100 + minute * 0.04).replace(',', '.'),
                            "50.0",
                            "7.5",
                            "0"));
        }
        StringBuilder csv = new StringBuilder(String.join(",", names)).append('\n');
        rows.forEach(r -> csv.append(String.join(",", r)).append('\n'));
        Path database = folder.resolve("e_historie.db");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE e_history_min (" + String.join(",", names) + ")");
            for (List<String> r : rows) {
                s.execute("INSERT INTO e_history_min VALUES ('" + String.join("','", r) + "')");
            }
        }
        for (Path file :
                List.of(
                        file("e_history_min.csv", csv.toString()),
                        database,
                        workbook("e_history_min", names, rows))) {
            Heard heard = read(file, BELGIUM);
            assertThat(heard.refused).isEmpty();
            assertThat(told(heard, Quantity.IMPORT_T1))
                    .as(file.toString())
                    .containsExactly("2026-01-13T17:00:00Z 900 600");
            assertThat(told(heard, Quantity.GAS)).isEmpty();
        }
    }

    @Test
    void homeAssistantsEnergyDashboardIsRead() throws IOException {
        Heard heard =
                read(
                        file(
                                "energy.csv",
                                """
        entity_id,type,unit,2026-01-13T17:00:00.000Z,2026-01-13T18:00:00.000Z,2026-01-13T20:00:00.000Z
        sensor.p1_meter_energy_import_tariff_1,grid_consumption,kWh,1.5,,0.25
        sensor.cost,grid_consumption_cost,EUR,0.4,0.1,
        sensor.back,grid_return,kWh,0,0.125,
        """),
                        BELGIUM);
        assertThat(heard.rows).isEqualTo(2);
        assertThat(heard.notCounted)
                .containsExactly("3: series_without_use{series=grid_consumption_cost}");
        assertThat(told(heard, Quantity.IMPORT_T1))
                .containsExactly("2026-01-13T17:00:00Z 3600 1500", "2026-01-13T20:00:00Z 3600 250");
        assertThat(told(heard, Quantity.EXPORT))
                .containsExactly("2026-01-13T17:00:00Z 3600 0", "2026-01-13T18:00:00Z 3600 125");
    }

    @Test
    void homeAssistantsStatisticsAreReadNewestFirstToo() throws IOException {
        String text =
                """
        statistic_id\tunit\tstart\tstate\tsum
        sensor.house\tkWh\t07.01.2026 20:00\t274021,6\t16,5
        sensor.house\tkWh\t07.01.2026 19:00\t274021,1\t16,0
        sensor.house\tkWh\t07.01.2026 18:00\t274011,1\t-6,0
        sensor.washing_machine_consumption\tkWh\t07.01.2026 18:00\t1,0\t1,0
        sensor.washing_machine_consumption\tkWh\t07.01.2026 17:00\t1,0\t1,0
        """;
        Heard heard =
                read(
                        file("statistics.tsv", text),
                        new ImportedReading(
                                BRUSSELS,
                                null,
                                null,
                                Map.of("sensor.house", Quantity.IMPORT),
                                false));
        assertThat(told(heard, Quantity.IMPORT))
                .containsExactly(
                        "2026-01-07T19:00:00Z 3600 500", "2026-01-07T18:00:00Z 3600 22000");
        assertThat(heard.refused).isEmpty();
        assertThat(heard.notCounted)
                .hasSize(2)
                .allSatisfy(
                        row ->
                                assertThat(row)
                                        .contains("series_unnamed{series=sensor.washing_machine"));
    }

    @Test
    void theOriginalsFileTellsItsQuartersWhenSomebodyTellsTheHour() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int second = 2695; second < 3600 + 20; second += 10) {
            int ofQuarter = second % 900;
            lines.append(
                    "%d, %d, 1000, %s, 2400, %s, %s, 700 \n"
                            .formatted(
                                    second % 3600,
                                    ofQuarter,
                                    1100 - ofQuarter / 4.5,
                                    600.0,
                                    ofQuarter * 2400 / 3600.0));
        }
        Path file = file("forcast.csv", lines.toString());
        assertThatThrownBy(() -> ExportFile.open(file, BELGIUM))
                .isInstanceOf(NotTaken.class)
                .hasMessage("no_start");
        Heard heard =
                read(
                        file,
                        new ImportedReading(
                                BRUSSELS,
                                LocalDateTime.parse("2026-01-13T18:00"),
                                null,
                                Map.of(),
                                false));
        assertThat(heard.refused).isEmpty();
        assertThat(heard.rows).isEqualTo(93);
        assertThat(heard.amounts)
                .containsExactly(
                        new ImportedAmount(
                                Instant.parse("2026-01-13T17:45:00Z"),
                                900,
                                Quantity.IMPORT,
                                600,
                                Quality.ESTIMATED));
    }

    @Test
    void aFileOfSomethingElseIsNotTaken() throws IOException {
        assertThatThrownBy(() -> ExportFile.open(file("list.csv", "a;b;c\n1;2;3\n"), BELGIUM))
                .isInstanceOf(NotTaken.class)
                .hasMessage("unknown_layout{start=a;b;c}");
        assertThatThrownBy(() -> ExportFile.open(file("empty.csv", ""), BELGIUM))
                .isInstanceOf(NotTaken.class)
                .hasMessage("empty");
    }

    @Test
    void aTornLineCostsItselfOnly() throws IOException {
        String good = row("13-01-2026", "1SAG1;M;Afname Dag;0,628;kWh;Geschat;") + "\n";
        Heard heard =
                read(
                        file("torn.csv", DUTCH + good + "\"" + good + good + good.substring(0, 20)),
                        BELGIUM);
        assertThat(heard.amounts).hasSize(2);
        assertThat(heard.refused)
                .satisfiesExactly(
                        r -> assertThat(r).startsWith("3: "), r -> assertThat(r).startsWith("5: "));
    }

    @Test
    void cellsMayStandInQuotationMarks() throws IOException {
        Heard heard =
                read(
                        file(
                                "quoted.csv",
                                """
        "time","Import T1 kWh"
        "2026-01-13 18:00","1,5"
        "2026-01-13 18:15","2,0"
        """),
                        BELGIUM);
        assertThat(told(heard, Quantity.IMPORT_T1)).containsExactly("2026-01-13T17:00:00Z 900 500");
    }

    private static List<String> told(Heard heard, Quantity quantity) {
        return heard.amounts.stream()
                .filter(a -> a.quantity() == quantity)
                .map(a -> a.start() + " " + a.seconds() + " " + a.amount())
                .toList();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static Heard read(Path file, ImportedReading reading) throws IOException {
        ExportFile export = ExportFile.open(file, reading);
        assertThat(export.origin()).isInstanceOf(Origin.class);
        Heard heard = new Heard();
        export.read(heard);
        return heard;
    }

    /** The least that Excel calls a workbook. */
    private Path workbook(String sheet, List<String> header, List<List<String>> rows)
            throws IOException {
        StringBuilder cells = new StringBuilder();
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        for (int r = 0; r < all.size(); r++) {
            cells.append("<row r=\"").append(r + 1).append("\">");
            for (int c = 0; c < header.size(); c++) {
                String at = String.valueOf((char) ('A' + c)) + (r + 1);
                String value = all.get(r).get(c);
                cells.append(
                        r == 0 || c == 0
                                ? "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                                        .formatted(at, value)
                                : "<c r=\"%s\"><v>%s0000004</v></c>"
                                        .formatted(at, value.contains(".") ? value : value + "."));
            }
            cells.append("</row>");
        }
        String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        String parts = "http://schemas.openxmlformats.org/package/2006/";
        Map<String, String> files =
                Map.of(
                        "[Content_Types].xml",
                        "<Types xmlns=\"" + parts + "content-types\"/>",
                        "_rels/.rels",
                        "<Relationships xmlns=\"%srelationships\"><Relationship Id=\"r1\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                                .formatted(parts, office),
                        "xl/workbook.xml",
                        "<workbook xmlns=\"%s\" xmlns:r=\"%s\"><sheets><sheet name=\"%s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                                .formatted(main, office, sheet),
                        "xl/_rels/workbook.xml.rels",
                        "<Relationships xmlns=\"%srelationships\"><Relationship Id=\"r1\" Type=\"%s/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                                .formatted(parts, office),
                        "xl/worksheets/sheet1.xml",
                        "<worksheet xmlns=\"%s\"><sheetData>%s</sheetData></worksheet>"
                                .formatted(main, cells));
        Path file = folder.resolve("history.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> e : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }
}
