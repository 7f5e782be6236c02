package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The table "Known differences" of docs/testkit.md. */
record KnownDifferences(List<Row> rows) {

    /**
     * One line of it.
     *
     * @param since the day on which it was seen
     * @param where the case, or the beginning of several cases' names followed by an asterisk
     * @param versions generations, or "all"
     * @param why what differs
     */
    record Row(String since, String where, String versions, String why) {

        boolean covers(String generation, DhcpService service, String name) {
            boolean here =
                    where.endsWith("*") ? name.startsWith(where.substring(0, where.length() - 1)) : name.equals(where);
            return here
                    && (versions.equals("all")
                            || Stream.of(versions.split(", "))
                                    .anyMatch(one -> one.equals(generation) || one.equals(generation + " " + service)));
        }
    }

    static KnownDifferences read() {
        try {
            List<Row> rows = Files.readAllLines(Path.of("../docs/testkit.md")).stream()
                    .filter(line -> line.matches("\\| 20\\d\\d-\\d\\d-\\d\\d \\|.*"))
                    .map(line -> line.split("\\|"))
                    .map(cells -> new Row(
                            cells[1].strip(), cells[2].strip().replace("`", ""), cells[3].strip(), cells[4].strip()))
                    .toList();
            return new KnownDifferences(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean covers(String generation, DhcpService service, String name) {
        return rows.stream().anyMatch(row -> row.covers(generation, service, name));
    }
}
