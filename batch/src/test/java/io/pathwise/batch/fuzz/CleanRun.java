package io.pathwise.batch.fuzz;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run on valid files writes. Start at {@link #of}. */
final class CleanRun {
  private static final Pattern LIBRARY = Pattern.compile("(?s)<script>.{200000,}?</script>");
  private static final Pattern NOT_FINITE = Pattern.compile("[\\[,:>]\\s*\"?[-−]?(NaN|Infinity)\\b");

  private final ValidBook book;
  private final Rows rows;
  private final byte[] results;

  private CleanRun(ValidBook book, Rows rows, byte[] results) {
    this.book = book;
    this.rows = rows;
    this.results = results;
  }

  static CleanRun of(ValidBook book, Path directory, Command command) throws IOException {
    Target.write(directory, book.files());
    Outcome outcome = command.run(call(book, directory));
    if (outcome.status() != 0) {
      throw new IllegalStateException("valid files are refused: " + outcome.err());
    }
    Path results = directory.resolve("out/results.csv");
    return new CleanRun(book, Rows.read(results), Files.readAllBytes(results));
  }

  ValidBook book() {
    return book;
  }

  /** Whether a file of results holds what the run on valid files wrote. */
  boolean wrote(Path file) throws IOException {
    return Arrays.equals(Files.readAllBytes(file), results);
  }

  /** The command line for files in a directory. */
  static List<String> call(ValidBook book, Path directory, String... more) {
    List<String> call = new ArrayList<>(List.of("risk", "--portfolio", directory.resolve(book.portfolio()).toString(),
        "--market", directory.resolve(book.market()).toString(), "--out", directory.resolve("out").toString()));
    call.addAll(List.of("--measures", "value,delta", "--paths", "256", "--policy", "preference", "--backend", "cpu",
        "--threads", "2", "--max-work", "0.1"));
    book.options().forEach(option -> call.add(option.startsWith("--") ? option : directory.resolve(option).toString()));
    call.addAll(List.of(more));
    return call;
  }

  /** Makes sure that the trades of untouched lines have the rows that they had. */
  void checkUntouched(Rows found, Set<Integer> untouched) {
    book.ids().forEach((line, id) -> {
      List<List<String>> rows = found.of(id);
      boolean taken = rows.stream().anyMatch(row -> row.getLast().contains("is not unique, it came first on line"));
      if (untouched.contains(line) && !rows.containsAll(this.rows.of(id)) && !taken) {
        throw new Finding("a lost trade: " + id + " had " + this.rows.of(id) + ", and has " + rows);
      }
    });
  }

  /** Makes sure that no number in the other files is not finite. */
  static void checkPages(Path out) throws IOException {
    String summary = Files.readString(out.resolve("summary.json"));
    if (NOT_FINITE.matcher(summary).find()) {
      throw new Finding("a number in summary.json is not finite: " + summary);
    }
    String page = LIBRARY.matcher(Files.readString(out.resolve("report.html"))).replaceAll("");
    Matcher number = NOT_FINITE.matcher(page);
    if (number.find()) {
      throw new Finding("a number in report.html is not finite: "
          + page.substring(Math.max(0, number.start() - 200), Math.min(page.length(), number.end() + 200)));
    }
  }
}
