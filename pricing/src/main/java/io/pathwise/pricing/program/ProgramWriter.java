package io.pathwise.pricing.program;

import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.training.Martingale;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.model.Curve;
import io.pathwise.pricing.model.Curves;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.LogPrices;
import io.pathwise.pricing.model.ModelStep;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.model.TimeGrid;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Optional;

/** Writes the program of a product: the time grid, the curve, the model, the payoff. Start with {@link #write}. */
final class ProgramWriter {

  private final Product product;
  private final MarketData market;
  private final ProgramBuilder builder;

  ProgramWriter(Product product, MarketData market) {
    this(product, market, new ProgramBuilder());
  }

  /** Writes into a builder. */
  ProgramWriter(Product product, MarketData market, ProgramBuilder builder) {
    this.product = product;
    this.market = market;
    this.builder = builder;
  }

  /** The program of the value, and of a control variate if one is given. */
  PricingProgram write(Optional<Product> control) {
    return write(control, false);
  }

  /** The program of the value and of its bound from the other side. */
  PricingProgram writeWithBound() {
    return write(Optional.empty(), true);
  }

  private PricingProgram write(Optional<Product> control, boolean withBound) {
    ZeroCurve payment = product.discountCurve(market);
    TimeGrid grid = ProgramGrid.of(List.of(product), market);
    InputsBuilder inputs = new InputsBuilder(builder, grid);
    Curves curves = new Curves(builder.graph(), inputs, grid, market);
    Curve curve = curves.of(payment.id());
    Prices prices = new LogPrices(new ModelStep(builder, inputs, grid, curves), market, product).write();
    Payoff payoff = new Payoff(builder, inputs, curve, prices, "", product.domestic());
    builder.output(PricingProgram.VALUE, payoff.write());
    payoff.exercise().ifPresent(Exercise::writeOutputs);
    Optional<Martingale> martingale = withBound && payoff.exercise().flatMap(Exercise::by).isPresent()
        ? Optional.of(writeBound(inputs, curve, prices, payoff))
        : Optional.empty();
    control.ifPresent(twin -> builder.output(PricingProgram.CONTROL,
        new Payoff(builder, inputs, curve, prices, PricingProgram.CONTROL + " ", twin.domestic()).write()));
    return new PricingProgram(builder.build(), inputs.build(),
        control.map(twin -> AnalyticPrice.of(market, twin).orElseThrow()),
        product.assets().stream().anyMatch(id -> market.asset(id).model().hasZeroVol()),
        product.assets().stream().anyMatch(id -> market.asset(id).model().nearsZeroVol()),
        payoff.exercise().map(Exercise::decisions).orElse(List.of()), List.of(), martingale, "");
  }

  private Martingale writeBound(InputsBuilder inputs, Curve curve, Prices prices, Payoff policy) {
    Payoff held = Payoff.held(builder, inputs, curve, prices, policy);
    builder.output(PricingProgram.BOUND, held.dual().bound(held.write()));
    builder.output(PricingProgram.MARTINGALE, held.dual().atEnd());
    return held.dual().martingale();
  }
}
