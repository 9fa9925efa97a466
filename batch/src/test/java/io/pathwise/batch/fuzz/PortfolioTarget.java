package io.pathwise.batch.fuzz;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Portfolios: what is wrong with a line costs its trade, and no other. */
record PortfolioTarget(CleanRun clean, Command command) implements Target {
  /** One in so many, as dry runs measure, which takes seconds. */
  private static final int DRY_RUNS = 16;
  private static final Pattern COUNTS = Pattern.compile("\\d+ trades, (\\d+) unusable");

  @Override
  public String name() {
    return clean.book().portfolio();
  }

  @Override
  public void attack(Path directory, Random random) throws IOException {
    ValidBook book = clean.book();
    boolean header = random.nextInt(10) == 0;
    SpoiltLines spoilt = SpoiltLines.of(book.files().get(book.portfolio()), header ? 0 : book.firstTrade(), random);
    Target.write(directory, book.files());
    Path portfolio = Files.write(directory.resolve(book.portfolio()), spoilt.bytes());
    Outcome outcome = command.run(CleanRun.call(book, directory));
    if (outcome.status() == 4 && header && book.firstTrade() == 1) {
      OtherFileTarget.requirePlace(outcome, portfolio);
      return;
    }
    if (outcome.status() != 0 && outcome.status() != 3) {
      throw new Finding("a run of exit code " + outcome.status() + ": " + outcome.err());
    }
    Rows rows = Rows.read(directory.resolve("out/results.csv"));
    rows.check(portfolio.toString());
    if (!header || book.firstTrade() == 0) {
      clean.checkUntouched(rows, spoilt.untouched());
    }
    CleanRun.checkPages(directory.resolve("out"));
    if (random.nextInt(DRY_RUNS) == 0) {
      checkDryRun(directory, rows);
    }
  }

  /** A dry run knows of each trade that has no row but a failure. */
  private void checkDryRun(Path directory, Rows rows) {
    Outcome dry = command.run(CleanRun.call(clean.book(), directory, "--dry-run"));
    Matcher counts = COUNTS.matcher(dry.out());
    long without = rows.withoutNumbers();
    if (!counts.find() || Long.parseLong(counts.group(1)) != without || dry.status() != (without > 0 ? 3 : 0)) {
      throw new Finding("a dry run says " + dry + ", where " + without + " trades have no number");
    }
  }
}
