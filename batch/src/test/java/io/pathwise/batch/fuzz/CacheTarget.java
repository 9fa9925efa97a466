package io.pathwise.batch.fuzz;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Caches: results have the same bytes whatever the cache is like, or it is told to be no cache and left as it is. */
final class CacheTarget implements Target {
  private static final String TRADES = """
      {"id":"E","type":"european","asset":"AAPL","option":"call","strike":105,"expiry":1.0}
      {"id":"D","type":"digital","asset":"MSFT","option":"put","strike":48,"expiry":0.75,"payout":"asset"}
      """;

  private final byte[] cache;
  private final byte[] results;
  private final Command command;

  private CacheTarget(byte[] cache, byte[] results, Command command) {
    this.cache = cache;
    this.results = results;
    this.command = command;
  }

  static CacheTarget prepare(Path directory, Command command) throws IOException {
    Outcome outcome = command.run(call(directory));
    if (outcome.status() != 0) {
      throw new IllegalStateException("valid files are refused: " + outcome.err());
    }
    return new CacheTarget(Files.readAllBytes(directory.resolve("cache")),
        Files.readAllBytes(directory.resolve("out/results.csv")), command);
  }

  private static List<String> call(Path directory) throws IOException {
    Target.write(directory, Map.of("p.jsonl", TRADES.getBytes(StandardCharsets.UTF_8)));
    return List.of("risk", "--portfolio", directory.resolve("p.jsonl").toString(), "--market",
        "../examples/market.json", "--out", directory.resolve("out").toString(), "--measures", "value", "--paths",
        "256", "--policy", "preference", "--backend", "cpu", "--cache", directory.resolve("cache").toString(),
        "--cache-size", "1");
  }

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public void attack(Path directory, Random random) throws IOException {
    byte[] spoilt = spoil(random);
    Path file = Files.write(directory.resolve("cache"), spoilt);
    if (random.nextBoolean()) {
      byte[] users = new byte[random.nextInt(12)];
      random.nextBytes(users);
      Files.write(directory.resolve("cache.lock"), users);
    }
    Outcome outcome = command.run(call(directory));
    boolean refused = outcome.status() == 4 && outcome.err().contains("cannot be used as a cache")
        && Arrays.equals(Files.readAllBytes(file), spoilt);
    boolean used = outcome.status() == 0
        && Arrays.equals(Files.readAllBytes(directory.resolve("out/results.csv")), results);
    if (!refused && !used) {
      throw new Finding("a run with a spoilt cache ends with " + outcome);
    }
  }

  private byte[] spoil(Random random) {
    byte[] spoilt = cache.clone();
    int from = random.nextInt(random.nextBoolean() ? spoilt.length : 1 << 15);
    int to = Math.min(spoilt.length, from + 1 + random.nextInt(1 << random.nextInt(1, 20)));
    switch (random.nextInt(6)) {
      case 0 -> Arrays.fill(spoilt, from, to, (byte) 0);
      case 1 -> Arrays.fill(spoilt, from, to, (byte) random.nextInt());
      case 2 -> {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, spoilt, from, noise.length);
      }
      case 3 -> {
        for (int bit = 0; bit < 1 + random.nextInt(20); bit++) {
          spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 4 -> spoilt = Arrays.copyOf(spoilt, random.nextBoolean() ? random.nextInt(12) : from);
      default -> spoilt = new byte[random.nextInt(spoilt.length)];
    }
    return spoilt;
  }
}
