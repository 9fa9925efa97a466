package io.pathwise.batch.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoils valid files and runs the command on them, for {@code -Dfuzz.seconds} from {@code -Dfuzz.seed} on: whatever
 * stands in a file, no run throws, hangs, loses a trade whose line is whole, or calls a number good that is not finite;
 * and whoever is told that something is wrong is told where. A round that finds something can be repeated alone with
 * {@code -Dfuzz.round}; its files are kept in target/fuzz.
 */
class FuzzTest {
  private static final int MOST_FINDINGS = 10;
  private static final Path KEPT = Path.of("target/fuzz");

  @TempDir
  private Path directory;

  @Test
  void whateverIsSpoiltNothingElseIsLost() throws IOException {
    long seed = Long.getLong("fuzz.seed", 1);
    long only = Long.getLong("fuzz.round", -1);
    List<String> findings = new ArrayList<>();
    Map<String, Integer> rounds = new TreeMap<>();
    try (Command command = new Command()) {
      List<Target> targets = Target.all(directory, command);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("fuzz.seconds", 5));
      for (long round = Math.max(0, only); findings.size() < MOST_FINDINGS
          && (only < 0 ? System.nanoTime() < end : round == only); round++) {
        Random random = new Random(seed * 1_000_003 + round);
        Target target = targets.get(random.nextInt(targets.size()));
        Path files = Files.createDirectory(directory.resolve("round" + round));
        try {
          target.attack(files, random);
        } catch (Finding finding) {
          Path kept = keep(files, seed + "-" + round);
          findings.add("%s, -Dfuzz.seed=%d -Dfuzz.round=%d, files in %s: %s".formatted(target.name(), seed, round, kept,
              finding.getMessage()));
        }
        delete(files);
        rounds.merge(target.name(), 1, Integer::sum);
      }
    }
    System.out.println("fuzzed from seed " + seed + ", rounds " + rounds);
    assertThat(findings).isEmpty();
    assertThat(rounds).isNotEmpty();
  }

  private static Path keep(Path files, String name) throws IOException {
    Path kept = Files.createDirectories(KEPT.resolve(name));
    try (Stream<Path> list = Files.list(files)) {
      for (Path file : list.filter(Files::isRegularFile).toList()) {
        Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return kept;
  }

  private static void delete(Path files) throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
