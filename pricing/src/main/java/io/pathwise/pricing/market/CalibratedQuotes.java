package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The quotes that a model was fitted to, and how its parameters move with them: with p = c(q) the parameters that fit
 * quotes q, the derivatives ∂p/∂q. They make sensitivities to quotes of those to parameters. Start at {@link #slope}.
 *
 * @param quotes
 *          implied volatilities
 * @param slopes
 *          for every parameter of the model its derivatives, one per quote
 */
public record CalibratedQuotes(List<VolQuote> quotes, SequencedMap<String, List<Double>> slopes) {

  public CalibratedQuotes {
    quotes = Require.elements("quotes", quotes);
    SequencedMap<String, List<Double>> copy = new LinkedHashMap<>();
    for (Map.Entry<String, List<Double>> entry : Require.given("slopes", slopes).entrySet()) {
      copy.put(entry.getKey(), Require.elements("slopes of " + entry.getKey(), entry.getValue()));
      Require.that(entry.getValue().size() == quotes.size(), "%s slopes of %s for %s quotes", entry.getValue().size(),
          entry.getKey(), quotes.size());
    }
    slopes = Collections.unmodifiableSequencedMap(copy);
    requireDistinct(quotes);
  }

  /** Refuses two quotes for one expiry and strike. */
  public static void requireDistinct(List<VolQuote> quotes) {
    Set<List<Double>> places = new HashSet<>();
    for (VolQuote quote : Require.elements("quotes", quotes)) {
      Require.that(places.add(List.of(quote.time(), quote.strike())), "there are two quotes for the expiry %s and the "
          + "strike %s", Require.plain(quote.time()), Require.plain(quote.strike()));
    }
  }

  private double slope(String parameter, int quote) {
    return slopes(parameter).get(quote);
  }

  private double parallelSlope(String parameter) {
    return slopes(parameter).stream().mapToDouble(Double::doubleValue).sum();
  }

  private List<Double> slopes(String parameter) {
    List<Double> known = slopes.get(Require.given("parameter", parameter));
    if (known == null) {
      throw AssetModel.unknown(parameter);
    }
    return known;
  }

  /** The risk factors that the quotes of an asset are: all at once, then each. */
  public List<RiskFactor> factors(String asset) {
    List<RiskFactor> factors = new ArrayList<>(List.of(new RiskFactor.Vol(asset)));
    for (int i = 0; i < quotes.size(); i++) {
      factors.add(factor(asset, i));
    }
    return factors;
  }

  private RiskFactor factor(String asset, int quote) {
    return new RiskFactor.QuotedVol(asset, quotes.get(quote).time(), quotes.get(quote).strike());
  }

  /** The same with the quotes moved that risk factors stand for. */
  CalibratedQuotes shifted(String asset, Map<RiskFactor, Double> amounts) {
    List<VolQuote> moved = new ArrayList<>();
    for (int i = 0; i < quotes.size(); i++) {
      VolQuote quote = quotes.get(i);
      double amount = amounts.getOrDefault(new RiskFactor.Vol(asset), 0.0)
          + amounts.getOrDefault(factor(asset, i), 0.0);
      moved.add(new VolQuote(quote.time(), quote.strike(), quote.vol() + amount, quote.weight()));
    }
    return new CalibratedQuotes(moved, slopes);
  }

  /**
   * How a parameter moves with a risk factor that is a quote, or all of them; 0 for others.
   *
   * @param asset
   *          whose quotes they are
   */
  public double slope(String asset, String parameter, RiskFactor factor) {
    if (factor.equals(new RiskFactor.Vol(asset))) {
      return parallelSlope(parameter);
    }
    for (int i = 0; i < quotes.size(); i++) {
      if (factor.equals(factor(asset, i))) {
        return slope(parameter, i);
      }
    }
    return 0;
  }
}
