package io.pathwise.greeks.estimator;

import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.pricing.program.PricingProgram;
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
    return get(Rewriting.NONE);
  }

  /** Whether the program is of the kind that can be rewritten so. */
  boolean allows(Rewriting rewriting) {
    try {
      get(rewriting);
      return true;
    } catch (NotApplicableException e) {
      return false;
    }
  }

  /**
   * The rewritten program.
   *
   * @throws NotApplicableException
   *           when the program is not of the kind that can be rewritten so
   */
  public RewrittenProgram get(Rewriting rewriting) {
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
