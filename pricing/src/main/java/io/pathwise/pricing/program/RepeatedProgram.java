package io.pathwise.pricing.program;

import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a product's program on one market after another. As long as the structure stays, which is what most moves of a
 * market leave, the program is one object, so that whoever knows it need not look at it again; data are those of each
 * market. Everything is written each time, into the graph of the program before, where equal expressions are the same
 * objects: so a change of the structure, whatever its cause, cannot be missed. Programs belong to this object: nobody
 * may rewrite them, which would be done in their graph. Start at {@link #write}. Not thread-safe.
 */
public final class RepeatedProgram {
  private final boolean withControl;
  private @Nullable Program known;

  /**
   * Nothing is written yet.
   *
   * @param withControl
   *          whether as {@link PricingProgram#withControl}, or as {@link PricingProgram#of}
   */
  public RepeatedProgram(boolean withControl) {
    this.withControl = withControl;
  }

  /**
   * Writes the program of a product on a market.
   *
   * @return with the program that was returned before if the structure is the same; with one in a graph of its own if
   *         not
   * @throws IllegalArgumentException
   *           when the market lacks an asset, or the assets are on different curves
   */
  @SuppressWarnings("ReferenceEquality") // equal ones may update states in another order
  public PricingProgram write(Product product, MarketData market) {
    Optional<Product> control = withControl
        ? PricingProgram.control(Require.given("product", product), Require.given("market", market))
        : Optional.empty();
    if (known != null) {
      PricingProgram again = new ProgramWriter(product, market, ProgramBuilder.again(known)).write(control);
      if (again.program() == known) {
        return again;
      }
    }
    PricingProgram written = new ProgramWriter(product, market).write(control);
    known = written.program();
    return written;
  }
}
