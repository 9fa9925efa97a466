package io.pathwise.pricing.script;

import io.pathwise.pricing.script.ScriptLexer.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the numbers of a script apart, which are data of its program; 0 and 1 are part of its structure, by which flags
 * are told from amounts. One that is read again, as for each asset, is the same number. Start at {@link #constant}.
 */
final class ScriptPlaces {

  private final Map<Place, Integer> places = new HashMap<>();

  private record Place(Token token, int asset) {}

  /**
   * A number.
   *
   * @param token
   *          where it stands
   * @param asset
   *          of numbers that follow from others, the asset of which it is; else 0
   */
  Term.Constant constant(Token token, int asset, double value) {
    boolean isStructure = value == 0 || value == 1;
    return new Term.Constant(value, isStructure ? Optional.empty() : Optional.of("number " + place(token, asset)));
  }

  /** A number for each time. */
  Term.Values values(Token token, int asset, List<Double> numbers) {
    return new Term.Values(numbers, "values " + place(token, asset));
  }

  /** Counted from 1 in the order in which they are first read. */
  private int place(Token token, int asset) {
    return places.computeIfAbsent(new Place(token, asset), missing -> places.size() + 1);
  }
}
