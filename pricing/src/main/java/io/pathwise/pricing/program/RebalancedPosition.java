package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.training.Integrands;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A position that is hedged with instruments at several dates, as one program. With V what the position pays,
 * discounted, c a number near its mean, and X the discounted price of an instrument, the outputs are V − c and R = V −
 * c − Σ h ΔX, the sum over instruments and over periods from one date to the next, and the squares of both. The ratios
 * h are fitted functions of what is known when a period begins. Start at {@link #of}.
 *
 * @param program
 *          the structure
 * @param inputs
 *          the data, with ratios of 0
 * @param policies
 *          decisions that are to be learnt first
 * @param integrands
 *          the ratios, to be fitted then
 * @param dates
 *          when the periods begin, in years; the last one ends with the last payment of the position
 */
public record RebalancedPosition(Program program, Inputs inputs, List<LearntPolicy> policies, Integrands integrands,
    List<Double> dates) {

  /** Of numbers that are known beside prices, so many make functions. */
  private static final int MOST_STATES = 6;
  private static final String STAGE = "rebalancing";

  /** Copies the lists. */
  public RebalancedPosition {
    policies = Require.elements("policies", policies);
    Require.given("program", program);
    Require.given("inputs", inputs);
    Require.given("integrands", integrands);
    dates = Require.elements("dates", dates);
  }

  /**
   * Writes the program.
   *
   * @param instruments
   *          one unit of each with its quantity
   * @param dates
   *          when instruments are traded beside today, in years; later ones than the last payment do not count
   * @throws IllegalArgumentException
   *           when there is an {@linkplain PayoffMoments#obstacle obstacle} to a product, or {@link #obstacle one} to
   *           an instrument; when the market lacks an asset, or the assets are on different curves
   */
  public static RebalancedPosition of(List<Trade> held, List<Trade> instruments, Set<Double> dates,
      MarketData market) {
    List<Trade> position = Require.elements("held", held);
    List<Trade> traded = Require.elements("instruments", instruments);
    Require.that(!traded.isEmpty(), "there is no instrument");
    Require.given("market", market);
    Require.given("dates", dates)
        .forEach(date -> Require.that(date >= 0 && Double.isFinite(date), "%s is no time of a trade", date));
    traded.forEach(
        trade -> obstacle(trade.product(), market).ifPresent(reason -> Require.that(false, reason)));
    double last = position.stream().mapToDouble(trade -> trade.product().expiry()).max()
        .orElseThrow(() -> new IllegalArgumentException("there is no trade"));
    TreeSet<Double> ends = new TreeSet<>(dates.stream().filter(date -> date > 0 && date < last).toList());
    List<Double> begins = Stream.concat(Stream.of(0.0), ends.stream()).toList();
    ends.add(last);
    List<Product> products = Stream.of(position, traded).flatMap(List::stream).map(Trade::product).toList();
    PositionWriter writer = new PositionWriter(products, ends, market);
    ProgramBuilder builder = writer.builder();
    Graph graph = builder.graph();
    Expr deviation = writer.write(position, graph.neg(writer.inputs().parameter("centre", 0.0)));
    List<Expr.State> quotes = IntStream.range(0, traded.size())
        .mapToObj(i -> quote(writer, i + 1, traded.get(i), ends, market)).toList();
    Integrands integrands = hedge(writer, deviation, quotes, ends);
    builder.output("deviation", deviation);
    builder.output("square of the deviation", graph.mul(deviation, deviation));
    builder.output("remainder", integrands.remainder());
    builder.output("square of the remainder", graph.mul(integrands.remainder(), integrands.remainder()));
    return new RebalancedPosition(builder.build(), writer.inputs().build(), writer.policies(), integrands,
        begins);
  }

  /**
   * Why an instrument cannot be traded at several dates; empty if it can.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset
   */
  public static Optional<String> obstacle(Product instrument, MarketData market) {
    Require.given("market", market);
    return PayoffMoments.obstacle(instrument, market).or(() -> TradedPrice.obstacle(instrument, market));
  }

  /** The discounted price of an instrument at the latest of the dates and its expiry that has come. */
  private static Expr.State quote(PositionWriter writer, int number, Trade trade, Set<Double> ends, MarketData market) {
    European option = (European) trade.product();
    InputsBuilder own = writer.inputs().within("instrument " + number + " ");
    String stage = own.stage("quote",
        time -> time <= option.expiry() && (ends.contains(time) || time == option.expiry()));
    Expr price = TradedPrice.write(option, writer.builder().graph(), own, writer.grid(),
        writer.prices(option.assets()), market);
    Graph graph = writer.builder().graph();
    Expr quantity = own.parameter("quantity", trade.quantity());
    Expr.State quote = writer.builder().state("quote of " + number, graph.mul(quantity,
        own.parameter("price today", TradedPrice.today(option, market))));
    writer.builder().update(stage, quote, graph.mul(quantity, price));
    return quote;
  }

  /** Trades at the end of each period, after everything else that happens then. */
  private static Integrands hedge(PositionWriter writer, Expr deviation, List<Expr.State> quotes, Set<Double> ends) {
    ProgramBuilder builder = writer.builder();
    Graph graph = builder.graph();
    String stage = writer.inputs().stage(STAGE, ends::contains);
    StateBasis basis = basis(writer, stage, quotes.size());
    Expr.State gains = builder.state("gains", graph.literal(0.0));
    List<Expr> increments = new ArrayList<>();
    List<List<String>> coefficients = new ArrayList<>();
    Expr total = gains;
    for (int i = 0; i < quotes.size(); i++) {
      Expr.State quote = quotes.get(i);
      Expr.State before = builder.state("quote of " + (i + 1) + " before",
          builder.states().stream().filter(state -> state.value() == quote).findFirst().orElseThrow().initial());
      Expr increment = graph.sub(quote, before);
      builder.update(stage, before, quote);
      int number = i + 1;
      List<String> names = IntStream.rangeClosed(1, basis.functions().size())
          .mapToObj(function -> "ratio of " + number + " by " + function).toList();
      names.forEach(name -> writer.inputs().stepValue(name, step -> 0));
      total = graph.fma(Integrands.integrand(graph, basis.functions(), names), increment, total);
      increments.add(increment);
      coefficients.add(names);
    }
    builder.update(stage, gains, total);
    return new Integrands(stage, graph.sub(deviation, gains), "centre", basis.observables(), basis.functions(),
        increments, coefficients);
  }

  private static StateBasis basis(PositionWriter writer, String stage, int instruments) {
    List<Payoff> payoffs = writer.payoffs();
    Stream<Expr.State> ofScripts = payoffs.stream().flatMap(payoff -> payoff.states().stream());
    List<Expr.State> alive = payoffs.stream().map(Payoff::alive).toList();
    boolean isAlone = alive.size() == 1;
    List<Expr.State> others = Stream.of(writer.prices().factors().stream(), ofScripts,
        isAlone ? Stream.<Expr.State>of() : alive.stream()).flatMap(states -> states).limit(MOST_STATES).toList();
    return new StateBasis(writer.builder(), writer.inputs(), stage, instruments, writer.prices().returns(), others,
        isAlone ? alive : List.of());
  }
}
