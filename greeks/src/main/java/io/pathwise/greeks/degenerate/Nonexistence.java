package io.pathwise.greeks.degenerate;

import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Optional;

/**
 * Finds derivatives that do not exist although estimators might yield numbers: by correlations where their matrix is
 * singular, and by whatever breaks a {@link Tie}. Both follow from product and market before anything is simulated.
 * Start at {@link #reason}.
 */
final class Nonexistence {

  private final Product product;
  private final boolean isSingular;
  private final List<Tie> ties;

  private Nonexistence(Product product, MarketData market) {
    this.product = product;
    this.isSingular = market.isSingular(product.assets());
    this.ties = Ties.of(product, market);
  }

  /** For one product on one market. */
  static Nonexistence of(Product product, MarketData market) {
    return new Nonexistence(product, market);
  }

  /** Why a number does not exist; empty where nothing of this kind stands in its way. */
  Optional<String> reason(Target target) {
    if (target.measure() == Measure.CORRELATION && isSingular) {
      return Optional.of("the correlation matrix of " + product.assets()
          + " is singular, where the value has no derivative by a correlation");
    }
    return ties.stream().flatMap(tie -> target.factors().stream().filter(tie.parts()).map(factor -> text(tie, factor)))
        .findFirst();
  }

  private static String text(Tie tie, RiskFactor factor) {
    return switch (factor) {
      case RiskFactor.Vol _,RiskFactor.VolPillar _,RiskFactor.QuotedVol _,RiskFactor.ModelParameter _ -> tie.text()
          + ", so that the value has at most a one-sided derivative by " + factor + ", which is not estimated";
      case RiskFactor.Spot _,RiskFactor.Dividend _,RiskFactor.Zero _,RiskFactor.ZeroPillar _,RiskFactor.ValuationTime _,RiskFactor.Correlation _,RiskFactor.ExerciseTime _ ->
        tie.text() + ", so that the value has no derivative by " + factor + ", but different ones from both sides";
    };
  }
}
