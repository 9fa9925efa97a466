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
 * @param allowArbitrage
 *          whether quotes that contradict each other are fitted all the same
 */
public record CalibrationRequest(Path market, Path quotes, ModelFamily family, Path out, Optional<Path> report,
    boolean allowArbitrage) {}
