package io.pathwise.batch.input;

import io.pathwise.pricing.contract.Fixings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The past fixings of a table, and what is wrong with those of its lines that cannot be used: a trade that needs one of
 * them fails for that reason, the others do not notice. {@link FixingsReader} makes it.
 */
public final class FixingsTable implements Fixings {
  private static final int MOST_PROBLEMS = 20;

  private final String source;
  private final Map<Fixing, Double> prices = new HashMap<>();
  private final Map<Fixing, String> contested = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long unusable;

  private record Fixing(String asset, LocalDate date) {}

  FixingsTable(String source) {
    this.source = source;
  }

  /** Adds a price; a second one that differs makes both useless. */
  void add(String asset, LocalDate date, double price, Location at) {
    Double first = prices.putIfAbsent(new Fixing(asset, date), price);
    if (first != null && first != price) {
      String problem = at + ": a second fixing of " + asset + " on " + date + ", " + price + " after " + first
          + ", so that neither counts";
      contested.putIfAbsent(new Fixing(asset, date), problem);
      addProblem(problem);
    }
  }

  /** Notes a line that cannot be used. */
  void addProblem(String problem) {
    unusable++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }

  /** The first of the problems, each with file and line. */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** How many lines cannot be used. */
  public long unusable() {
    return unusable;
  }

  /**
   * The price of an asset on a day; empty if it is not known.
   *
   * @throws IllegalArgumentException
   *           when it is not known and there are lines that cannot be used, or when there are two prices
   */
  @Override
  public OptionalDouble find(String asset, LocalDate date) {
    Fixing fixing = new Fixing(asset, date);
    String problem = contested.get(fixing);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    Double price = prices.get(fixing);
    if (price == null && unusable > 0) {
      throw new IllegalArgumentException(
          "the fixing of %s on %s is missing; lines of %s that cannot be used: %s, the first: %s"
              .formatted(asset, date, source, unusable, problems.getFirst()));
    }
    return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
  }
}
