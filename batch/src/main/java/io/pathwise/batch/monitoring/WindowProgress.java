package io.pathwise.batch.monitoring;

import io.pathwise.greeks.execution.EvaluationListener;

/**
 * Adds up how far the trades of a window are, unfinished ones included, since all of them go through the same round of
 * simulation. Start at {@link #advanced}.
 */
public final class WindowProgress implements EvaluationListener {
  private final double[] shares;
  private final double workOfAChange;
  private final double whole;
  private final Sink sink;
  private double work;
  private int done;

  /** Where it is told. */
  public interface Sink {
    /**
     * The window has got further; one call at a time.
     *
     * @param share
     *          of all that is to do for the window, between 0 and 1
     * @param trades
     *          how many trades have their numbers
     */
    void at(double share, int trades);
  }

  /**
   * The progress of so many trades, each of which is then looked at in so many scenarios.
   *
   * @param workOfAChange
   *          what a change in a scenario takes of what the trade itself takes
   */
  public WindowProgress(int trades, int scenarios, double workOfAChange, Sink sink) {
    shares = new double[trades];
    this.workOfAChange = workOfAChange;
    whole = trades * (1 + workOfAChange * scenarios);
    this.sink = sink;
  }

  @Override
  public synchronized void done(int place) {
    done++;
    advanced(place, 1);
  }

  @Override
  public synchronized void advanced(int place, double share) {
    work += share - shares[place];
    shares[place] = share;
    sink.at(work / whole, done);
  }

  /** One more trade has been looked at in one scenario. */
  public synchronized void changed() {
    work += workOfAChange;
    sink.at(work / whole, done);
  }
}
