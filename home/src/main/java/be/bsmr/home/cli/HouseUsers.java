package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.users.UsersFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file of those who may come in, for the commands that change it.
 *
 * @param file need not be there yet
 * @param users what it says now
 */
record HouseUsers(Path file, UsersFile users) {

    static HouseUsers of(HomeConfig config) throws Fault {
        Path file = config.usersFile();
        try {
            return new HouseUsers(file, UsersFile.read(file));
        } catch (ConfigException e) {
            throw Fault.of(e);
        }
    }

    /** Writes others in their place. A program that runs sees it within a second. */
    void replace(UsersFile others) throws Fault {
        Path folder = file.getParent();
        try {
            if (folder != null && folder.isAbsolute()) {
                OutputFolder.mustBeThere(folder);
            }
            others.write(file);
        } catch (IOException e) {
            throw Fault.unavailable("cannot write " + file, e);
        }
    }
}
