package io.pathwise.batch.risk;

import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that fills as the portfolio is read; it is gone when the run is over. */
final class ProgressOnTerminal implements Progress {
  private static final System.Logger LOG = System.getLogger("pathwise");

  private final List<String> warnings = new ArrayList<>();
  private final ProgressBar bar;

  ProgressOnTerminal(long portfolioBytes) {
    boolean large = portfolioBytes > 1 << 16;
    bar = new ProgressBarBuilder().setTaskName("risk").setInitialMax(portfolioBytes)
        .setUnit(large ? " KiB" : " B", large ? 1024 : 1)
        .setStyle(ProgressBarStyle.ASCII).clearDisplayOnFinish().build();
  }

  @Override
  public void advance(long bytesDone, long trades, long failed) {
    bar.setExtraMessage(trades + " trades" + (failed == 0 ? "" : ", " + failed + " with failures"));
    bar.stepTo(bytesDone);
  }

  /** Waits for the end, because lines would tear the bar apart. */
  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public void close() {
    bar.close();
    warnings.forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
  }
}
