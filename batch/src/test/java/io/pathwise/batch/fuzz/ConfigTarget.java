package io.pathwise.batch.fuzz;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files of options: a run that cannot begin says where the option is that is wrong. */
record ConfigTarget(Command command) implements Target {
  private static final String TRADE = """
      {"id":"E","type":"european","asset":"A","option":"call","strike":105,"expiry":1.0}
      """;
  private static final String MARKET = """
      {"valuationDate":"2026-11-20","curves":[{"id":"C","zero":0.03}],
       "assets":[{"id":"A","curve":"C","spot":100,"model":{"type":"black-scholes","vol":0.2}}]}
      """;
  private static final String OPTIONS = """
      {"portfolio":"p.jsonl","market":"m.json","measures":["value","delta"],"paths":256,
       "policy":"preference","seed":1,"threads":2,
       "backend":"cpu","units":"raw","sampler":"philox","antithetic":false,"parquet":false,
       "control-variates":"on","estimator":{"delta":"pathwise"}}
      """;

  @Override
  public String name() {
    return "config";
  }

  @Override
  public void attack(Path directory, Random random) throws IOException {
    Target.write(directory, Map.of("p.jsonl", TRADE.getBytes(StandardCharsets.UTF_8), "m.json",
        MARKET.getBytes(StandardCharsets.UTF_8)));
    Path config = Files.write(directory.resolve("c.json"),
        new Mutator(random).spoil(OPTIONS.getBytes(StandardCharsets.UTF_8)));
    // What says where files are written must not be spoilt.
    Outcome outcome = command.run(List.of("risk", "--config", config.toString(), "--out",
        directory.resolve("out").toString(), "--cache", "none", "--max-work", "0.1"));
    switch (outcome.status()) {
      case 0, 3 -> Rows.read(directory.resolve("out/results.csv")).check(directory.resolve("p.jsonl").toString());
      case 2 -> {
        boolean placed = outcome.err().matches("(?s)pathwise risk: \\Q" + config + "\\E:\\d+:.*")
            || outcome.err().startsWith("pathwise risk: Missing required option");
        if (!placed) {
          throw new Finding("a message without a place: " + outcome.err());
        }
      }
      case 4, 5 -> {
        if (!outcome.err().startsWith("pathwise risk: ")) {
          throw new Finding("a message without a reason: " + outcome.err());
        }
      }
      default -> throw new Finding("a run of exit code " + outcome.status() + ": " + outcome.err());
    }
  }
}
