package be.bsmr.fleet.settings;

import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL database where people look.
 *
 * @param url as {@code jdbc:postgresql://host/database?sslmode=verify-full}; null = there is none
 * @param user null = as the url says
 * @param password together with {@code user}; never printed
 */
public record DatabaseSettings(
        @Nullable String url, @Nullable String user, @Nullable String password) {

    static final DatabaseSettings DEFAULT = new DatabaseSettings(null, null, null);

    public DatabaseSettings {
        // Not shown, what is wrong with it: there may be a password in it.
        if (url != null && (url.contains("password=") || url.contains("@"))) {
            throw new IllegalArgumentException(
                    "database.url holds a password: write it as database.password, and the user as"
                            + " database.user");
        }
        if (url != null && !url.startsWith("jdbc:postgresql://")) {
            throw new IllegalArgumentException(
                    "database.url is as jdbc:postgresql://HOST/DATABASE, not '" + url + "'");
        }
    }

    /**
     * @throws IllegalArgumentException when none is set
     */
    public String requireUrl() {
        if (url == null) {
            throw new IllegalArgumentException(
                    "database.url is missing: write it as jdbc:postgresql://HOST/DATABASE");
        }
        return url;
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + "]";
    }
}
