package be.bsmr.home.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output as bytes. Unlike {@code System.out} it says when nobody listens any more. */
final class StandardOutput {

    private static final Path LINK = Path.of("/proc/self/fd/1");

    private StandardOutput() {}

    static OutputStream open() {
        return new FileOutputStream(FileDescriptor.out);
    }

    /** Whether a failure to write means that whoever read us has had enough, as {@code head}. */
    static boolean wasClosed(IOException failure) {
        return "Broken pipe".equals(failure.getMessage()) || isPipe();
    }

    /** The message comes in the language of the system; what we write to does not. */
    private static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(LINK).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }
}
