package dev.keaha.config;

/**
 * Where something stands in a configuration file.
 *
 * @param file the file's name, as the caller called it
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int line, int column) {

    /** For people: {@code kea-dhcp4.conf, line 3, column 7}. */
    @Override
    public String toString() {
        return file + ", line " + line + ", column " + column;
    }
}
