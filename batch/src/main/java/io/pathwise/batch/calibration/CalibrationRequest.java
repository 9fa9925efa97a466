package io.pathwise.batch.calibration;

import io.pathwise.pricing.calibration.ModelFamily;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a fit is asked for.
 *
 * @param market
 *          the market file
 * @param quotes
 *          the file of quotes
 * @param family
 *          the model
 * @param out
 *          where the market with the fitted models goes
 * @param report
 *          where a page goes
 * @param onArbitrage
 *          what is done with quotes that contradict each other
 */
public record CalibrationRequest(Path market, Path quotes, ModelFamily family, Path out, Optional<Path> report,
    OnArbitrage onArbitrage) {

  /** What is done with quotes that contradict each other. */
  public enum OnArbitrage {
    /** They end the run. */
    REFUSE,
    /** They are fitted all the same. */
    ALLOW,
    /** The nearest quotes that do not are fitted in their place. */
    REPAIR
  }
}
