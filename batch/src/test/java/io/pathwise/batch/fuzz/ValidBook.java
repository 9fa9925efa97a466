package io.pathwise.batch.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Valid files of a risk run, and what the run writes of them. Start at {@link #of}.
 *
 * @param files
 *          the content by name
 * @param portfolio
 *          the name of the portfolio
 * @param market
 *          the name of the market
 * @param options
 *          the other options, which name files as they are
 */
record ValidBook(Map<String, byte[]> files, String portfolio, String market, List<String> options) {
  private static final Path EXAMPLES = Path.of("../examples");

  /** The books: JSON, tables, and one of each model. */
  static List<ValidBook> all() throws IOException {
    byte[] living = bytes("living.jsonl");
    byte[] book = Mutator.join(bytes("portfolio.jsonl"), living);
    return List.of(
        of("market.json", bytes("market.json"), "p.jsonl", book, "f.csv", bytes("fixings.csv")),
        of("market.json", bytes("market.json"), "p.jsonl", lines(bytes("portfolio.jsonl"), 2), "s.jsonl",
            Mutator.join(bytes("scenarios.jsonl"), lines(bytes("roll.jsonl"), 1))),
        of("market.csv", bytes("market.csv"), "p.csv", bytes("living.csv"), "f.csv", bytes("fixings.csv")),
        of("market.csv", bytes("market.csv"), "p.csv", bytes("portfolio.csv")),
        of("market.json", bytes("models-market.json"), "p.jsonl", bytes("models-portfolio.jsonl")));
  }

  private static ValidBook of(String market, byte[] quotes, String portfolio, byte[] trades, Object... others) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(market, quotes);
    files.put(portfolio, trades);
    List<String> options = new ArrayList<>();
    for (int i = 0; i < others.length; i += 2) {
      files.put((String) others[i], (byte[]) others[i + 1]);
      options.addAll(List.of(others[i].equals("f.csv") ? "--fixings" : "--scenarios", (String) others[i]));
    }
    return new ValidBook(files, portfolio, market, options);
  }

  private static byte[] lines(byte[] text, int count) {
    return new String(text, StandardCharsets.UTF_8).lines().limit(count).map(line -> line + "\n")
        .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(EXAMPLES.resolve(name));
  }

  /** The line of the portfolio that may be spoilt first: not the names of columns, which all rows need. */
  int firstTrade() {
    return portfolio.endsWith(".csv") ? 1 : 0;
  }

  /** The ids of the trades by their lines, counted from 0. */
  Map<Integer, String> ids() {
    String[] lines = new String(files.get(portfolio), StandardCharsets.UTF_8).split("\n", -1);
    Map<Integer, String> ids = new LinkedHashMap<>();
    for (int i = firstTrade(); i < lines.length - 1; i++) {
      ids.put(i, firstTrade() == 1
          ? lines[i].substring(0, lines[i].indexOf(','))
          : lines[i].replaceFirst("^\\{\"id\":\"([^\"]*)\".*", "$1"));
    }
    return ids;
  }
}
