package io.pathwise.greeks.estimator;

import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.pricing.model.PricingProgram;
import java.util.HashMap;
import java.util.Map;

/** The rewritings of one program, each made once. Not safe for use by several threads at once. */
public final class RewrittenPrograms {

  /** Rewritings with other widths are other rewritings. */
  private static final int MOST = 64;

  private final PricingProgram pricing;
  private final Map<Rewriting, RewrittenProgram> rewritten = new RecentlyUsed<>(MOST);
  private final Map<Rewriting, String> refused = new HashMap<>();

  public RewrittenPrograms(PricingProgram pricing) {
    this.pricing = pricing;
  }

  /** The program as it is. */
  public RewrittenProgram base() {
    return get(Rewriting.NONE, 0);
  }

  /** Whether the program is of the kind that can be rewritten so and then differentiated so many times. */
  boolean allows(Rewriting rewriting, int order) {
    try {
      get(rewriting, order);
      return true;
    } catch (NotApplicableException e) {
      return false;
    }
  }

  /**
   * The rewritten program, for derivatives up to an order.
   *
   * @throws NotApplicableException
   *           when the program is not of the kind that can be rewritten so, or not be differentiated so often then
   */
  public RewrittenProgram get(Rewriting rewriting, int order) {
    return get(rewriting.forOrder(order));
  }

  private RewrittenProgram get(Rewriting rewriting) {
    String why = refused.get(rewriting);
    if (why != null) {
      throw new NotApplicableException(why);
    }
    RewrittenProgram known = rewritten.get(rewriting);
    if (known == null) {
      try {
        known = new RewrittenProgram(rewriting, pricing);
      } catch (NotApplicableException e) {
        refused.put(rewriting, String.valueOf(e.getMessage()));
        throw e;
      }
      rewritten.put(rewriting, known);
    }
    return known;
  }
}
