package io.pathwise.batch.fuzz;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Markets, scenarios and fixings: a run that cannot begin says in which file and line, and a dry run says the same;
 * scenarios change no result.
 */
record OtherFileTarget(CleanRun clean, String file, Command command) implements Target {
  @Override
  public String name() {
    return file;
  }

  @Override
  public void attack(Path directory, Random random) throws IOException {
    ValidBook book = clean.book();
    byte[] valid = book.files().get(file);
    byte[] spoilt = random.nextBoolean() ? SpoiltLines.of(valid, 0, random).bytes() : new Mutator(random).spoil(valid);
    Target.write(directory, book.files());
    Path path = Files.write(directory.resolve(file), spoilt);
    Outcome outcome = command.run(CleanRun.call(book, directory));
    switch (outcome.status()) {
      case 0, 3 -> {
        Path results = directory.resolve("out/results.csv");
        Rows.read(results).check(directory.resolve(book.portfolio()).toString());
        CleanRun.checkPages(directory.resolve("out"));
        if (file.equals("s.jsonl") && !clean.wrote(results)) {
          throw new Finding("scenarios changed the results");
        }
      }
      case 4 -> {
        requirePlace(outcome, path);
        Outcome dry = command.run(CleanRun.call(book, directory, "--dry-run"));
        if (dry.status() != 4 || !dry.err().equals(outcome.err())) {
          throw new Finding("a dry run says " + dry + ", a run " + outcome);
        }
      }
      default -> throw new Finding("a run of exit code " + outcome.status() + ": " + outcome.err());
    }
  }

  /** Makes sure that a message begins with a file and, unless all of it is meant, a line. */
  static void requirePlace(Outcome outcome, Path file) {
    boolean placed = outcome.err().matches("(?s)pathwise risk: \\Q" + file
        + "\\E:( is empty, a line of column names is needed.*| holds no scenario|\\d+:.*)\\s*");
    if (!placed) {
      throw new Finding("a message without a place: " + outcome.err());
    }
  }
}
