package io.pathwise.batch.risk;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.pricing.Require;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The backends that can be asked for. All give the same bits. Start at {@link #find}. */
public enum BackendChoice {
  /** A GPU if there is one, else the CPU. */
  AUTO("auto"),
  /** The CPU, vectorised where the JDK's vector module is there. */
  CPU("cpu"),
  /** The slow backend that defines what all others must compute. */
  REFERENCE("reference"),
  /** An NVIDIA GPU. */
  CUDA("cuda");

  private static final System.Logger LOGGER = System.getLogger(BackendChoice.class.getName());

  private final String label;

  BackendChoice(String label) {
    this.label = label;
  }

  /** The choice with that spelling; the message of a failure lists those allowed. */
  public static BackendChoice of(String label) {
    return Require.oneOf("backend", label, values(), choice -> choice.label);
  }

  /**
   * The backend chosen.
   *
   * @throws BackendMissingException
   *           when it was asked for by name and is not there
   */
  public Backend find() {
    return find(false);
  }

  /**
   * The backend chosen.
   *
   * @param alone
   *          whether the thread that simulates is to be the only one, so that the backend starts none
   * @throws BackendMissingException
   *           when it was asked for by name and is not there
   */
  Backend find(boolean alone) {
    return switch (this) {
      case AUTO -> automatic(alone);
      case CPU -> new CpuBackend();
      case REFERENCE -> new ReferenceBackend();
      case CUDA -> {
        Backend cuda = service(CUDA).orElseThrow(() -> missing("this build of Pathwise has no GPU backend (no "
            + Backend.class.getName() + " named 'cuda' is on its class path)"));
        cuda.obstacle().ifPresent(obstacle -> {
          throw missing(obstacle);
        });
        yield cuda;
      }
    };
  }

  private static BackendMissingException missing(String reason) {
    return new BackendMissingException(
        "backend 'cuda' is not available: " + reason + "; use --backend cpu, which gives the same numbers");
  }

  private static Backend automatic(boolean alone) {
    Backend processor = new CpuBackend();
    Optional<Backend> cuda = service(CUDA);
    if (cuda.isEmpty()) {
      return processor;
    }
    Optional<String> obstacle = cuda.get().obstacle();
    if (obstacle.isPresent()) {
      LOGGER.log(Level.DEBUG, "the CPU does all work: {0}", obstacle.get());
      return processor;
    }
    LOGGER.log(Level.INFO, "large work goes to {0}", cuda.get().devices().getFirst().name());
    return new AutoBackend(processor, cuda.get(), alone ? Runnable::run : AutoBackend.ownThreads());
  }

  /** What runs on beside the CPU, usable or not; empty without a GPU backend or driver. */
  public static List<Backend.Device> devices() {
    return service(CUDA).map(Backend::devices).orElse(List.of());
  }

  /** The spelling on the command line. */
  public String label() {
    return label;
  }

  /** A backend that lives in a module of its own. */
  private static Optional<Backend> service(BackendChoice choice) {
    return ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get)
        .filter(backend -> backend.name().equals(choice.label)).findFirst();
  }
}
