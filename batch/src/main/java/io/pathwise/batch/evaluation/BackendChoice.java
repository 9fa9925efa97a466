package io.pathwise.batch.evaluation;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Backend.Use;
import io.pathwise.pricing.Require;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The choice of a backend: one of those installed, by its name, or {@link #AUTO}. All give the same bits. Start at
 * {@link #find}.
 *
 * @param label
 *          the spelling on the command line
 */
public record BackendChoice(String label) {

  private static final System.Logger LOGGER = System.getLogger(BackendChoice.class.getName());

  /** A device for what is worth it, if there is one, and the best for the processor. */
  public static final BackendChoice AUTO = new BackendChoice("auto");

  /** New instances of the backends of this build, whether they can work here or not; those taken first before. */
  public static List<Backend> installed() {
    return ServiceLoader.load(Backend.class).stream().map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Backend::use).thenComparing(Comparator.comparingInt(Backend::rank).reversed()))
        .toList();
  }

  /**
   * The choice with that spelling.
   *
   * @throws IllegalArgumentException
   *           listing those allowed
   */
  public static BackendChoice of(String label) {
    return new BackendChoice(
        Require.oneOf("backend", label, names().toArray(String[]::new), Function.identity()));
  }

  /** What can be chosen. */
  public static List<String> names() {
    return Stream.concat(Stream.of(AUTO.label), installed().stream().map(Backend::name)).toList();
  }

  /**
   * The backend chosen.
   *
   * @throws BackendMissingException
   *           when it was asked for by name and is not there
   */
  public Backend find() {
    List<Backend> installed = installed();
    if (equals(AUTO)) {
      Backend processor = processor(installed);
      return first(installed, Use.DEVICE).map(device -> withDevice(processor, device)).orElse(processor);
    }
    Backend backend = installed.stream().filter(one -> one.name().equals(label)).findFirst()
        .orElseThrow(() -> missing("this build of Pathwise has none of that name", installed));
    backend.obstacle().ifPresent(obstacle -> {
      throw missing(obstacle, installed);
    });
    return backend;
  }

  private BackendMissingException missing(String reason, List<Backend> installed) {
    return new BackendMissingException("backend '" + label + "' is not available: " + reason + "; use --backend "
        + processor(installed).name() + ", which gives the same numbers");
  }

  private static Backend processor(List<Backend> installed) {
    return first(installed, Use.PROCESSOR)
        .orElseThrow(() -> new IllegalStateException("no backend for the processor is on the class path"));
  }

  private static Backend withDevice(Backend processor, Backend device) {
    LOGGER.log(Level.INFO, "large work goes to {0}", device.description());
    return new AutoBackend(processor, device);
  }

  private static Optional<Backend> first(List<Backend> installed, Use use) {
    for (Backend backend : installed) {
      if (backend.use() == use) {
        Optional<String> obstacle = backend.obstacle();
        if (obstacle.isEmpty()) {
          return Optional.of(backend);
        }
        LOGGER.log(use == Use.PROCESSOR ? Level.INFO : Level.DEBUG, "without backend {0}: {1}", backend.name(),
            obstacle.get());
      }
    }
    return Optional.empty();
  }
}
