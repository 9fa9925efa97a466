package io.pathwise.batch.monitoring;

import io.pathwise.batch.log.Event;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that fills as the portfolio is worked off, with rate and time left; it is gone when the run is over. */
final class ProgressOnTerminal implements RunProgress {
  private final List<Event> warnings = new ArrayList<>();
  private final ProgressRate pace;
  private final ProgressBar bar;

  ProgressOnTerminal(long portfolioBytes) {
    pace = new ProgressRate(portfolioBytes, System::nanoTime);
    boolean large = portfolioBytes > 1 << 16;
    bar = new ProgressBarBuilder().setTaskName("risk").setInitialMax(portfolioBytes)
        .setUnit(large ? " KiB" : " B", large ? 1024 : 1).setEtaFunction(state -> pace.left())
        .setStyle(ProgressBarStyle.ASCII).clearDisplayOnFinish().build();
  }

  @Override
  public void advance(long bytesDone, double tradesWorked, long trades, long failed) {
    pace.advance(bytesDone, tradesWorked, trades);
    bar.setExtraMessage(trades + " trades, " + ProgressRate.rate(pace.tradesPerSecond())
        + (failed == 0 ? "" : ", " + failed + " with failures"));
    bar.stepTo(bytesDone);
  }

  /** Waits for the end, because lines would tear the bar apart. */
  @Override
  public void warn(Event event) {
    warnings.add(event);
  }

  @Override
  public void close() {
    bar.close();
    warnings.forEach(event -> event.log(System.Logger.Level.WARNING));
  }
}
