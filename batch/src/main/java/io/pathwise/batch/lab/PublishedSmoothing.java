package io.pathwise.batch.lab;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The autocallable of {@link AutocallableCase} with its thresholds smoothed as in the source of the published numbers:
 * a condition p ≥ l on a performance, the price over the initial fixing, becomes ½ (1 + u/√(1 + u²)) with u = (p −
 * l)/(h/50); both assets' conditions for early redemption are multiplied. Source: MatLogica, QuantBench,
 * 2AssetAutoCallable, functions {@code fastSigmoid} and {@code pathPayoff}. Start with {@link #program} and
 * {@link #inputs}.
 */
final class PublishedSmoothing {
  /** The output. */
  static final String VALUE = "value";

  /** The parameters, two of each: spot and volatility of the first and of the second asset. */
  static final String SPOT = "spot";
  static final String VOL = "vol";

  private static final double HALF = 0.5;
  /** What the source multiplies its width h by. */
  private static final double UNIT = 0.02;

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Graph graph = builder.graph();
  private final Expr one = graph.literal(1.0);
  private final Expr scale = builder.parameter("scale");

  private PublishedSmoothing() {}

  /** The name of the parameter of an asset, 1 or 2. */
  static String parameter(String kind, int asset) {
    return kind + " " + asset;
  }

  /** The program. */
  static Program program() {
    return new PublishedSmoothing().build();
  }

  private Program build() {
    Expr length = builder.parameter("step length");
    Expr rate = builder.parameter("rate");
    Expr correlation = builder.parameter("correlation");
    Expr nominal = builder.parameter("nominal");
    Expr barrier = builder.parameter("barrier");
    Expr.State[] logs = new Expr.State[2];
    Expr[] vols = new Expr[2];
    for (int i = 0; i < 2; i++) {
      logs[i] = builder.state("log performance " + (i + 1), graph.log(
          graph.div(builder.parameter(parameter(SPOT, i + 1)), builder.parameter("fixing " + (i + 1)))));
      vols[i] = builder.parameter(parameter(VOL, i + 1));
    }
    Expr.State alive = builder.state("alive", one);
    Expr.State paid = builder.state("paid", graph.literal(0.0));

    builder.stage("move");
    Expr root = graph.sqrt(length);
    Expr.Sample first = builder.sample(new Normal(), moved(logs[0], rate, vols[0], length), graph.mul(vols[0], root));
    Expr shared = graph.mul(graph.mul(graph.mul(vols[1], root), correlation), first.noise());
    Expr rest = graph.sqrt(graph.sub(one, graph.mul(correlation, correlation)));
    Expr.Sample second = builder.sample(new Normal(), graph.add(moved(logs[1], rate, vols[1], length), shared),
        graph.mul(graph.mul(vols[1], root), rest));
    builder.update("move", logs[0], first);
    builder.update("move", logs[1], second);

    builder.stage("observe");
    Expr worst = graph.min(graph.exp(logs[0]), graph.exp(logs[1]));
    Expr coupon = graph.mul(builder.parameter("coupon"), above(worst, barrier));
    Expr redeemed = graph.mul(builder.stepValue("redeems"),
        graph.mul(above(graph.exp(logs[0]), one), above(graph.exp(logs[1]), one)));
    builder.update("observe", paid, graph.fma(alive, graph.fma(nominal, redeemed, coupon), paid));
    builder.update("observe", alive, graph.mul(alive, graph.sub(one, redeemed)));

    Expr protectedShare = above(worst, barrier);
    Expr share = graph.fma(graph.sub(one, protectedShare), worst, protectedShare);
    builder.output(VALUE, graph.fma(alive, graph.mul(nominal, share), paid));
    return builder.build();
  }

  private Expr moved(Expr log, Expr rate, Expr vol, Expr length) {
    return graph.fma(graph.sub(rate, graph.mul(graph.literal(HALF), graph.mul(vol, vol))), length, log);
  }

  private Expr above(Expr performance, Expr level) {
    Expr u = graph.div(graph.sub(performance, level), scale);
    Expr sine = graph.div(u, graph.sqrt(graph.fma(u, u, one)));
    return graph.fma(graph.literal(HALF), sine, graph.literal(HALF));
  }

  /**
   * The data.
   *
   * @param width
   *          h
   */
  static Inputs inputs(AutocallableCase.Data data, double width) {
    Map<String, Double> parameters = new HashMap<>();
    parameters.put("scale", UNIT * width);
    parameters.put("step length", data.expiry() / data.dates());
    parameters.put("rate", data.rate());
    parameters.put("correlation", data.correlation());
    parameters.put("nominal", data.nominal());
    parameters.put("barrier", data.barrier());
    parameters.put("coupon", data.coupon());
    for (int i = 1; i <= 2; i++) {
      parameters.put(parameter(SPOT, i), data.spots().get(i - 1));
      parameters.put("fixing " + i, data.spots().get(i - 1));
      parameters.put(parameter(VOL, i), data.vols().get(i - 1));
    }
    double[] redeems = new double[data.dates()];
    Arrays.fill(redeems, data.firstRedemption() - 1, redeems.length, 1);
    return new Inputs(data.dates(), parameters, Map.of("redeems", redeems), Map.of());
  }
}
