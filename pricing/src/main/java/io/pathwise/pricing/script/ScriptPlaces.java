package io.pathwise.pricing.script;

import io.pathwise.pricing.script.ScriptLexer.Token;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the numbers of a script, which are data of its program. One that is read again, as for each asset, is the same
 * number. Start at {@link #of}.
 */
final class ScriptPlaces {

  private final Map<Place, Integer> places = new HashMap<>();

  private record Place(Token token, int asset) {}

  /**
   * Which number it is, counted from 1 in the order in which they are first read.
   *
   * @param token
   *          where it stands
   * @param asset
   *          of numbers that follow from others, the asset of which it is; else 0
   */
  int of(Token token, int asset) {
    return places.computeIfAbsent(new Place(token, asset), missing -> places.size() + 1);
  }
}
