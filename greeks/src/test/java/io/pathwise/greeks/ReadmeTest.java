package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.OptionType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example: the text there is the file in examples, compiles, runs and prints right numbers. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void theReadmeShowsTheExample() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String example = Files.readString(ROOT.resolve("examples/FirstGreeks.java"));
    assertThat(readme).contains("```java\n" + example + "```");
  }

  @Test
  void theExamplePrintsRightNumbers(@TempDir Path classes) throws Exception {
    int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), "-cp",
        System.getProperty("java.class.path"), ROOT.resolve("examples/FirstGreeks.java").toString());
    assertThat(status).isZero();
    List<String> lines = run(classes).lines().toList();

    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.03)),
        List.of(Asset.blackScholes("AAPL", "USD", 100.0, 0.01, 0.2)), Correlations.NONE);
    AnalyticPrice exact = AnalyticPrice
        .of(market, Barrier.of("AAPL", OptionType.CALL, 100.0, 1.0, 120.0, Barrier.Kind.UP_AND_OUT, 12, 0.0))
        .orElseThrow();
    List<Double> expected = List.of(exact.value(), exact.derivative(new RiskFactor.Spot("AAPL")),
        exact.derivative(new RiskFactor.Vol("AAPL")));
    assertThat(lines).hasSize(3);
    for (int i = 0; i < expected.size(); i++) {
      String[] words = lines.get(i).trim().split("\\s+");
      int sign = List.of(words).indexOf("±");
      double value = Double.parseDouble(words[sign - 1]);
      double standardError = Double.parseDouble(words[sign + 1]);
      assertThat(Math.abs(value - expected.get(i))).as(lines.get(i)).isLessThan(4 * standardError);
    }
  }

  private static String run(Path classes) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[]{classes.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass("FirstGreeks").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
