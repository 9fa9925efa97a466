package io.pathwise.batch.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A kind of file to be spoilt, and what has to hold whatever is in it. Start at {@link #all}. */
interface Target {

  /** For people. */
  String name();

  /**
   * Spoils a file, runs the command on it and looks at what it did.
   *
   * @param directory
   *          an empty one, for all files
   * @throws Finding
   *           when the run did what it must not do
   */
  void attack(Path directory, Random random) throws IOException;

  /** All kinds; trades are attacked most often. */
  static List<Target> all(Path directory, Command command) throws IOException {
    List<Target> targets = new ArrayList<>();
    for (ValidBook book : ValidBook.all()) {
      CleanRun clean = CleanRun.of(book, Files.createDirectory(directory.resolve("clean" + targets.size())), command);
      Target portfolio = new PortfolioTarget(clean, command);
      targets.addAll(List.of(portfolio, portfolio, portfolio));
      for (String file : book.files().keySet()) {
        if (!file.equals(book.portfolio())) {
          targets.add(new OtherFileTarget(clean, file, command));
        }
      }
    }
    targets.add(new ConfigTarget(command));
    targets.add(CacheTarget.prepare(Files.createDirectory(directory.resolve("cache")), command));
    return targets;
  }

  /** Writes files into a directory. */
  static void write(Path directory, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
  }
}
