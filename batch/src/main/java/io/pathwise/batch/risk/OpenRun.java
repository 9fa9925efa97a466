package io.pathwise.batch.risk;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.batch.request.RiskRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What is open while a run goes through a portfolio. That it is all there is made sure before anything is computed.
 * Start at {@link #with}.
 *
 * @param portfolio
 *          where its trades come from
 * @param cache
 *          where numbers are kept, if anywhere
 * @param evaluator
 *          what computes them
 * @param files
 *          what is written
 */
public record OpenRun(PortfolioReader portfolio, Cache cache, Evaluator evaluator, OutputFiles files) {

  /** What is done. */
  public interface Work<T> {
    /**
     * Does it, writes the files and lets them appear.
     *
     * @throws IOException
     *           when they cannot be written
     */
    T in(OpenRun run) throws IOException;
  }

  /**
   * Opens everything, does some work and closes it; files that have not appeared until then are removed.
   *
   * @param names
   *          of the files
   * @param furtherInputs
   *          what is read besides what the request names
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when the portfolio as a whole cannot be read
   * @throws UnwritableOutputException
   *           when the files cannot be written
   * @throws io.pathwise.batch.evaluation.BackendMissingException
   *           when the backend asked for is not there
   * @throws io.pathwise.batch.cache.UnusableCacheException
   *           when the cache asked for can be neither opened nor made
   */
  public static <T> T with(RiskInputs inputs, Evaluator.Factory engines, List<String> names, List<Path> furtherInputs,
      Work<T> work) {
    RiskRequest request = inputs.request();
    try (PortfolioReader portfolio = inputs.openPortfolio();
        Cache cache = Cache.open(request.cache());
        Evaluator evaluator = engines.open(request.backend(), request.threads(), cache.store());
        OutputFiles files = OutputFiles.create(request, names, furtherInputs)) {
      return work.in(new OpenRun(portfolio, cache, evaluator, files));
    } catch (IOException e) {
      throw new UnwritableOutputException(request.out(), e);
    } catch (UncheckedIOException e) {
      throw new UnwritableOutputException(request.out(), Objects.requireNonNull(e.getCause()));
    }
  }

  /** Tells that the work begins, and what computes. */
  public void begin(RiskRequest request) {
    Event.of("run-started", "backend " + evaluator.backend() + ", threads " + request.threads())
        .with("backend", evaluator.backend()).with("threads", request.threads()).log(System.Logger.Level.INFO);
  }
}
