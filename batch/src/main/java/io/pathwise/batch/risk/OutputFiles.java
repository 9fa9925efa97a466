package io.pathwise.batch.risk;

import io.pathwise.batch.output.OutputFile;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.batch.request.CacheChoice;
import io.pathwise.batch.request.RiskRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a run writes into its directory, which appear together. Start at {@link #create}; {@link #check} tells
 * beforehand whether that will work.
 */
public final class OutputFiles implements AutoCloseable {
  private final List<OutputFile> files = new ArrayList<>();
  private final Path directory;

  private OutputFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory, which may be there.
   *
   * @throws UnwritableOutputException
   *           when it cannot be made, or the run would write over its own input
   */
  static OutputFiles create(RiskRequest request) {
    return create(request, namesOf(request), List.of());
  }

  /** The names of the files of a risk run. */
  static List<String> namesOf(RiskRequest request) {
    return names(request).stream().map(name -> name.text).toList();
  }

  /**
   * Makes the directory for files with other names, as {@link #create(RiskRequest)}.
   *
   * @param furtherInputs
   *          what the run reads besides what the request names
   * @throws UnwritableOutputException
   *           when it cannot be made, or the run would write over its own input
   */
  public static OutputFiles create(RiskRequest request, List<String> names, List<Path> furtherInputs) {
    List<Path> inputs = new ArrayList<>(furtherInputs);
    Stream.of(Optional.of(request.portfolio()), Optional.of(request.market()), request.scenarios(), request.fixings())
        .flatMap(Optional::stream).forEach(inputs::add);
    List<Path> furtherOutputs = Stream
        .concat(request.monitoring().metrics().stream(), request.cache().stream().map(CacheChoice::file)).toList();
    return create(request.out(), names, inputs, furtherOutputs);
  }

  /**
   * Makes the directory for files of a run without a request of this kind.
   *
   * @throws UnwritableOutputException
   *           when it cannot be made, or the run would write over one of its inputs
   */
  public static OutputFiles create(Path out, List<String> names, List<Path> inputs) {
    return create(out, names, inputs, List.of());
  }

  private static OutputFiles create(Path out, List<String> names, List<Path> inputs, List<Path> furtherOutputs) {
    requireOwnPlaces(Stream.concat(names.stream().map(out::resolve), furtherOutputs.stream()).toList(), inputs);
    try {
      Files.createDirectories(out);
      return new OutputFiles(out);
    } catch (IOException e) {
      if (Files.exists(out) && !Files.isDirectory(out)) {
        throw new UnwritableOutputException(out, "it is not a directory");
      }
      throw new UnwritableOutputException(out, e);
    }
  }

  /**
   * Makes sure that all that a run writes can be written, metrics included, by beginning it and removing that again.
   *
   * @throws UnwritableOutputException
   *           when it cannot, as a run would say it
   */
  public static void check(RiskRequest request) {
    List<Path> missing = missingDirectories(request.out());
    try (OutputFiles files = create(request)) {
      names(request).forEach(files::begin);
      request.monitoring().metrics().ifPresent(file -> OutputFile.create(file).close());
    } finally {
      missing.forEach(OutputFiles::remove);
    }
  }

  /**
   * Begins a file.
   *
   * @throws UnwritableOutputException
   *           when it cannot be written
   */
  OutputFile begin(Name name) {
    return begin(name.text);
  }

  /** Begins a file, as {@link #create(RiskRequest, List, List)} was told of it. */
  public OutputFile begin(String name) {
    OutputFile file = OutputFile.create(directory.resolve(name));
    files.add(file);
    return file;
  }

  /** Begins a file if it is needed. */
  Optional<OutputFile> begin(Name name, boolean needed) {
    return needed ? Optional.of(begin(name)) : Optional.empty();
  }

  /** Lets all files appear, the first begun first. */
  public void publish() {
    files.forEach(OutputFile::publish);
  }

  /** Removes what has not appeared. */
  @Override
  public void close() {
    files.forEach(OutputFile::close);
  }

  /** The files, in the order in which they appear. */
  enum Name {
    RESULTS("results.csv"), PARQUET("results.parquet"), SCENARIOS("scenarios.csv"), REPORT("report.html"), SUMMARY(
        "summary.json");

    private final String text;

    Name(String text) {
      this.text = text;
    }
  }

  private static List<Name> names(RiskRequest request) {
    return Stream.of(Name.values()).filter(name -> switch (name) {
      case RESULTS, REPORT, SUMMARY -> true;
      case PARQUET -> request.parquet();
      case SCENARIOS -> request.scenarios().isPresent();
    }).toList();
  }

  private static void requireOwnPlaces(List<Path> written, List<Path> read) {
    Set<Path> inputs = new HashSet<>();
    read.forEach(file -> inputs.add(place(file)));
    Set<Path> outputs = new HashSet<>();
    for (Path file : written) {
      if (inputs.contains(place(file))) {
        throw new UnwritableOutputException(file, "the run reads it");
      }
      if (!outputs.add(place(file))) {
        throw new UnwritableOutputException(file, "the run writes it twice");
      }
    }
  }

  /** Where a file is, whatever it is called. */
  private static Path place(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException notThere) {
      return file.toAbsolutePath().normalize();
    }
  }

  /** Those that {@link #create} would make, the deepest first. */
  private static List<Path> missingDirectories(Path directory) {
    List<Path> missing = new ArrayList<>();
    for (@Nullable
    Path path = directory.toAbsolutePath(); path != null && !Files.exists(path); path = path
        .getParent()) {
      missing.add(path);
    }
    return missing;
  }

  private static void remove(Path directory) {
    try {
      if (Files.isDirectory(directory)) {
        Files.delete(directory);
      }
    } catch (IOException e) {
      System.getLogger("pathwise").log(System.Logger.Level.WARNING,
          directory + " could not be removed: " + e.getMessage());
    }
  }
}
