package io.pathwise.greeks.execution;

import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Puts placeholders in the place of the names of a product's assets and of their curves, so that products which differ
 * in their assets only share programs, choices and kept numbers; and puts the names back into what was found. Start
 * with {@link #of}.
 */
public final class Placeholders {

  private final List<String> assets;
  private final List<String> curves;
  private final List<String> collateral;
  private final Product product;

  private Placeholders(Product product, MarketData market) {
    this.assets = product.assets();
    product.discountCurve(market);
    this.curves = product.curves(market);
    this.collateral = product.collateral().stream().toList();
    this.product = product.renamed(this::placeholder, this::curvePlaceholder);
  }

  /**
   * Those of a product.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset of the product, or its assets are on different curves
   */
  public static Placeholders of(Product product, MarketData market) {
    return new Placeholders(product, market);
  }

  /** The product with placeholders. */
  public Product product() {
    return product;
  }

  /** The names of assets and of curves; the same for products whose {@link #market} is the same. */
  public List<List<String>> replaced() {
    return List.of(assets, curves, collateral);
  }

  /** What the product can depend on of a market, with placeholders. */
  public MarketData market(MarketData market) {
    return market.restrictedTo(assets, collateral).renamed(this::placeholder, this::curvePlaceholder);
  }

  /** A change of the market, or of the product that time makes of it, with placeholders. */
  public MarketChange change(MarketChange named) {
    Product after = named.productAfter().equals(named.product())
        ? product
        : named.productAfter().renamed(this::placeholder, this::curvePlaceholder);
    return new MarketChange(product, after, market(named.after()), named.paths());
  }

  /** A risk factor with placeholders. */
  public List<RiskFactor> factors(List<RiskFactor> named) {
    return named.stream().map(factor -> factor.renamed(this::placeholder, this::curvePlaceholder)).toList();
  }

  /** The numbers with names. */
  public Greeks named(Greeks greeks) {
    return new Greeks(greeks.numbers().stream().map(this::named).toList(), greeks.backend(), greeks.seconds());
  }

  /** The number with names. */
  public Greek named(Greek number) {
    return new Greek(number.measure(), namedFactors(number.factors()), number.value(), number.standardError(),
        number.estimator(), named(number.reason()), number.paths(), number.status(), named(number.message()),
        number.errors());
  }

  /** The explanation with names. */
  public Explanation named(Explanation explanation) {
    return new Explanation(explanation.rows().stream().map(this::named).toList(), explanation.programs().stream()
        .map(program -> new Explanation.ProgramText(program.title(), named(program.text()))).toList());
  }

  private Explanation.Row named(Explanation.Row row) {
    return new Explanation.Row(row.measure(), namedFactors(row.factors()), row.estimator(), named(row.reason()),
        row.grade(), row.operationsPerPath(), row.candidates().stream().map(this::named).toList());
  }

  private Explanation.CandidateRow named(Explanation.CandidateRow row) {
    return new Explanation.CandidateRow(row.name(), row.valid(), row.biased(), row.chosen(), named(row.why()),
        row.mean(), row.variancePerPath(), row.operationsPerPath(), row.efficiency(), row.pilotPaths(), row.bias(),
        row.biasStandardError());
  }

  /** What a computation with placeholders gives; the message of its failure has names. */
  public <T> T naming(Supplier<T> computation) {
    try {
      return computation.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(named(String.valueOf(e.getMessage())), e);
    }
  }

  /** No name is in a text that was made with placeholders, so that none can be mistaken for one. */
  private String named(String text) {
    if (text.indexOf('⟦') < 0) {
      return text;
    }
    String result = text;
    for (int i = 0; i < curves.size(); i++) {
      result = result.replace(curvePlaceholder(i), curves.get(i));
    }
    for (int i = 0; i < assets.size(); i++) {
      result = result.replace(placeholder(i), assets.get(i));
    }
    return result;
  }

  private List<RiskFactor> namedFactors(List<RiskFactor> factors) {
    return factors.stream().map(factor -> factor.renamed(this::name, this::curveName)).toList();
  }

  private String placeholder(String asset) {
    return placeholder(assets.indexOf(asset));
  }

  private static String placeholder(int asset) {
    return "⟦" + (asset + 1) + "⟧";
  }

  private String curvePlaceholder(String curve) {
    return curvePlaceholder(curves.indexOf(curve));
  }

  private static String curvePlaceholder(int curve) {
    return curve == 0 ? "⟦curve⟧" : "⟦curve " + (curve + 1) + "⟧";
  }

  private String curveName(String placeholder) {
    return IntStream.range(0, curves.size()).filter(i -> curvePlaceholder(i).equals(placeholder)).mapToObj(curves::get)
        .findFirst().orElseThrow(() -> new IllegalStateException("no placeholder: " + placeholder));
  }

  private String name(String placeholder) {
    return IntStream.range(0, assets.size()).filter(i -> placeholder(i).equals(placeholder)).mapToObj(assets::get)
        .findFirst().orElseThrow(() -> new IllegalStateException("no placeholder: " + placeholder));
  }
}
