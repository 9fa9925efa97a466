package io.pathwise.pricing.analytic;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.model.ReturnLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.complex.Complex;

/**
 * Prices of the options of one expiry at many strikes, under any law of the price whose moments are known. It is the
 * integral of {@link FourierPrice} on the contour s = ½ + iu, where it is
 *
 * <pre>
 * E max(S − K, 0) = F − √(FK)/π ∫₀^∞ Re[e^{iu log F/K} E (S/F)^s] / (u² + ¼) du
 * </pre>
 *
 * (Lewis 2001, equation 3.11), with the same nodes for all strikes, so that each moment is evaluated once. Nodes do not
 * depend on the law: prices are smooth in its parameters, and what e^{iu log F/K} is there is computed once for all
 * laws. Panels of Gauss–Legendre nodes grow with u, as does the scale on which moments change, but hold no more than a
 * few periods. Start at {@link #calls}.
 */
public final class SmilePrices {

  private static final int NODES = 24;
  private static final double GROWTH = 0.5;
  /** Of what oscillates, over one panel: e^{iu log F/K}, and the moments with about this much more of a logarithm. */
  private static final double MOST_PHASE = 16;
  private static final double PHASE_OF_MOMENTS = 0.25;
  private static final double NEGLIGIBLE = 1e-14;
  private static final int MOST_PANELS = 2_000;
  private static final double[] POINTS = new double[NODES];
  private static final double[] WEIGHTS = new double[NODES];

  static {
    GaussIntegrator rule = new GaussIntegratorFactory().legendre(NODES, 0.0, 1.0);
    for (int i = 0; i < NODES; i++) {
      POINTS[i] = rule.getPoint(i);
      WEIGHTS[i] = rule.getWeight(i);
    }
  }

  private final double forward;
  private final double[] strikes;
  private final double[] logs;
  private final double first;
  private final double growth;
  private final double longest;
  private final int mostPanels;
  private final double negligible;
  private final List<Panel> panels = new ArrayList<>();

  /** Nodes of a stretch of the contour, with weights, and e^{iu log F/K} for each strike and node. */
  private static final class Panel {
    private final double end;
    private final Complex[] moments = new Complex[NODES];
    private final double[] weights = new double[NODES];
    private final double[][] cosines;
    private final double[][] sines;

    Panel(double from, double length, double[] logs) {
      end = from + length;
      cosines = new double[logs.length][NODES];
      sines = new double[logs.length][NODES];
      for (int j = 0; j < NODES; j++) {
        double u = from + length * POINTS[j];
        moments[j] = new Complex(0.5, u);
        weights[j] = WEIGHTS[j] * length / (u * u + 0.25);
        for (int i = 0; i < logs.length; i++) {
          cosines[i][j] = Math.cos(u * logs[i]);
          sines[i][j] = Math.sin(u * logs[i]);
        }
      }
    }
  }

  /**
   * Prices at some strikes.
   *
   * @param forward
   *          the forward price for the expiry
   * @param strikes
   *          positive
   * @param deviation
   *          about the standard deviation of the log price, as of the widest law that is looked at
   * @param refinement
   *          how many times as many nodes as usual: 1 for a search, more to check its accuracy
   */
  public SmilePrices(double forward, double[] strikes, double deviation, int refinement) {
    this.forward = Require.positive("forward", forward);
    this.strikes = strikes.clone();
    logs = Arrays.stream(strikes).map(strike -> Math.log(forward / Require.positive("strike", strike))).toArray();
    double widest = Arrays.stream(logs).map(Math::abs).max().orElse(0);
    first = Math.min(1, 2 / Require.positive("deviation", deviation)) / refinement;
    growth = GROWTH / refinement;
    longest = MOST_PHASE / (widest + PHASE_OF_MOMENTS) / refinement;
    mostPanels = MOST_PANELS * refinement;
    negligible = NEGLIGIBLE / (refinement * refinement * refinement * refinement);
  }

  /** The call prices without discounting, one for each strike. */
  public double[] calls(ReturnLaw law) {
    double[] integrals = new double[strikes.length];
    double[] real = new double[NODES];
    double[] imaginary = new double[NODES];
    boolean ends = false;
    for (int p = 0; p < mostPanels && !ends; p++) {
      Panel panel = panel(p);
      for (int j = 0; j < NODES; j++) {
        Complex moment = law.logMoment(panel.moments[j]);
        double size = Math.exp(moment.getReal()) * panel.weights[j];
        real[j] = size * Math.cos(moment.getImaginary());
        imaginary[j] = size * Math.sin(moment.getImaginary());
      }
      for (int i = 0; i < integrals.length; i++) {
        double sum = 0;
        for (int j = 0; j < NODES; j++) {
          sum += panel.cosines[i][j] * real[j] - panel.sines[i][j] * imaginary[j];
        }
        integrals[i] += sum;
      }
      ends = Math.exp(law.logMoment(new Complex(0.5, panel.end)).getReal()) / panel.end < negligible;
    }
    double[] prices = new double[strikes.length];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = forward - Math.sqrt(forward * strikes[i]) / Math.PI * integrals[i];
    }
    return prices;
  }

  /** A panel, made when it is needed first. */
  private Panel panel(int number) {
    while (panels.size() <= number) {
      double from = panels.isEmpty() ? 0 : panels.getLast().end;
      double length = Math.min(Math.max(first, growth * from), longest);
      panels.add(new Panel(from, length, logs));
    }
    return panels.get(number);
  }
}
