package io.pathwise.batch.fuzz;

import io.pathwise.batch.CommandLineRunner;
import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.evaluation.EngineEvaluator;
import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Runs the command line with one engine for all runs, whose kernels are compiled once, and looks at what no run may do:
 * take longer than a minute, or print the trace of a stack. Start at {@link #run}.
 */
final class Command implements AutoCloseable {
  private static final long SECONDS = 60;
  /** Kept here, as loggers are weakly held. */
  private static final Logger LOG = Logger.getLogger("pathwise");

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final Traces traces = new Traces();
  private volatile Thread running = Thread.currentThread();

  Command() {
    LOG.setUseParentHandlers(false);
    LOG.addHandler(traces);
  }

  /** Notes the traces that would be printed. */
  private static final class Traces extends Handler {
    private volatile String trace = "";

    @Override
    public void publish(LogRecord record) {
      if (record.getThrown() != null && record.getLevel().intValue() >= Level.INFO.intValue()) {
        trace = record.getMessage() + " " + record.getThrown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** How a call ended. */
  Outcome run(List<String> arguments) {
    traces.trace = "";
    Future<Outcome> call = thread.submit(() -> {
      running = Thread.currentThread();
      return CommandLineRunner.run(this::open,
          arguments.toArray(String[]::new));
    });
    try {
      Outcome outcome = call.get(SECONDS, TimeUnit.SECONDS);
      String all = outcome.out() + outcome.err() + traces.trace;
      if (outcome.status() == 1 || all.contains("\tat ") || all.contains("Exception")) {
        throw new Finding("a fault of the program, exit code " + outcome.status() + ": " + all);
      }
      return outcome;
    } catch (TimeoutException e) {
      throw new Finding("still busy after a minute, at " + Arrays.toString(running.getStackTrace()));
    } catch (ExecutionException e) {
      throw new Finding("thrown out of the command line: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The common engine, which outlives the run; one that keeps results needs an engine of its own. */
  private Evaluator open(BackendChoice backend, int threads, Store store) {
    return store.keeps() || !backend.equals(BackendChoice.AUTO)
        ? Evaluator.open(backend, threads, store)
        : new EngineEvaluator(engine, "cpu") {
          @Override
          public void close() {}
        };
  }

  @Override
  public void close() {
    LOG.removeHandler(traces);
    LOG.setUseParentHandlers(true);
    thread.shutdownNow();
    engine.close();
  }
}
