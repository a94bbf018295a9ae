package be.bsmr.fleet.sink;

/**
 * Where PostgreSQL is.
 *
 * @param url for JDBC, such as {@code jdbc:postgresql://db:5432/fleet}, without user and password
 * @param user needs no rights but on the schemas of its tenants, and to make them
 */
public record PostgresSettings(String url, String user, String password) {

    public PostgresSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "the database's url begins with jdbc:postgresql:, such as"
                            + " jdbc:postgresql://localhost:5432/fleet");
        }
    }

    /** Without the password; a url may hold one, too. */
    @Override
    public String toString() {
        return "PostgresSettings[url=" + url.replaceFirst("\\?.*", "?…") + ", user=" + user + "]";
    }
}
