import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.*;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.*;
import io.pathwise.pricing.product.*;
import java.time.LocalDate;
import java.util.*;

public class FirstGreeks {
  public static void main(String[] arguments) {
    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.03)),
        List.of(Asset.blackScholes("AAPL", "USD", 100.0, 0.01, 0.2)), Correlations.NONE);
    Product product = Barrier.of("AAPL", OptionType.CALL, 100.0, 1.0, 120.0, Barrier.Kind.UP_AND_OUT, 12, 0.0);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      Greeks greeks = engine.evaluate(product, market, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA),
          Settings.paths(200_000));
      for (Greek number : greeks.numbers()) {
        System.out.printf(Locale.ROOT, "%-6s %-10s %10.5f ± %.5f by %s: %s%n", number.measure().label(),
            number.factorText(), number.value(), number.standardError(), number.estimator(), number.reason());
      }
    }
  }
}
