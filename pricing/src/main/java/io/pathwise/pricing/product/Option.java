package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Term;
import io.pathwise.pricing.script.Terms;
import java.util.List;

/** A product that gives the right to buy or to sell at a strike. Start at {@link European}. */
public sealed interface Option extends DomesticProduct permits European, Digital, Asian, Barrier, Basket {

  /** Whether the holder may buy or sell. */
  OptionType option();

  /** The strike in currency, not negative. */
  double strike();

  /** What it pays where the price, or what stands for it, is at a level. */
  default Term vanilla(Term level) {
    Require.given("level", level);
    Term strike = Terms.number("strike", strike());
    return Terms.of(Term.Operator.MAX, List.of(switch (option()) {
      case CALL -> Terms.difference(level, strike);
      case PUT -> Terms.difference(strike, level);
    }, Terms.literal(0)));
  }
}
