package io.pathwise.spark;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.evaluation.BackendMissingException;
import io.pathwise.batch.evaluation.Cluster;
import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.engine.run.Store;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;

/**
 * Connects to a Spark cluster. Options of Spark may be given as system properties ({@code -Dspark.executor.memory=4g});
 * those set here are what an executor needs to run Pathwise. Start at {@link #connect}.
 */
public final class SparkCluster implements Cluster {
  /** Jars that executors need; the rest of the class path is Spark's own or serves the command line. */
  private static final Pattern OWN_JARS = Pattern
      .compile("(pathwise-(batch|batch-spark|cuda-kernels|engine|greeks|llvm-kernels|pricing)|jcuda.*)-[0-9].*\\.jar");
  private static final String EXECUTOR_FLAGS = "--enable-native-access=ALL-UNNAMED";
  private static final int ANSWER_MILLISECONDS = 5_000;

  /** For {@link java.util.ServiceLoader}. */
  public SparkCluster() {}

  @Override
  public Evaluator connect(String master, BackendChoice backend, Store store) {
    standaloneObstacle(master).ifPresent(obstacle -> {
      throw missing(master, obstacle);
    });
    try {
      return new SparkEvaluator(new SparkContext(configuration(master)), master, backend, store);
    } catch (RuntimeException e) {
      throw missing(master, e.toString());
    } catch (Exception e) { // Scala throws checked exceptions without saying so
      throw missing(master, e instanceof SparkException ? String.valueOf(e.getMessage()) : e.toString());
    }
  }

  private static SparkConf configuration(String master) {
    SparkConf configuration = new SparkConf().setMaster(master).setAppName("pathwise risk")
        .setIfMissing("spark.ui.enabled", "false").setIfMissing("spark.ui.showConsoleProgress", "false");
    configuration.set("spark.executor.extraJavaOptions",
        (EXECUTOR_FLAGS + " " + configuration.get("spark.executor.extraJavaOptions", "")).strip());
    if (master.startsWith("local")) {
      configuration.setIfMissing("spark.driver.host", "localhost").setIfMissing("spark.driver.bindAddress",
          "127.0.0.1");
    } else {
      configuration.setIfMissing("spark.jars", ownJars());
    }
    return configuration;
  }

  private static String ownJars() {
    String classPath = System.getProperty("java.class.path", "");
    Path first = Path.of(classPath.split(File.pathSeparator, -1)[0]);
    // `java -jar` names one jar, whose libraries lie beside it.
    List<Path> jars = classPath.contains(File.pathSeparator)
        ? Arrays.stream(classPath.split(File.pathSeparator, -1)).map(Path::of).toList()
        : beside(first);
    return jars.stream().filter(jar -> jar.getFileName() != null && isOwn(jar.getFileName().toString()))
        .map(jar -> jar.toUri().toString()).collect(Collectors.joining(","));
  }

  /** Whether executors need a jar of that name, as their own Spark does not have it. */
  static boolean isOwn(String name) {
    return OWN_JARS.matcher(name).matches();
  }

  private static List<Path> beside(Path jar) {
    File[] libraries = jar.resolveSibling("lib").toFile().listFiles();
    return Stream.concat(Stream.of(jar),
        Arrays.stream(libraries == null ? new File[0] : libraries).map(File::toPath)).toList();
  }

  /** Why no standalone master can be there. Spark itself would try for a minute before it gave up. */
  private static Optional<String> standaloneObstacle(String master) {
    if (!master.startsWith("spark://")) {
      return Optional.empty();
    }
    StringBuilder obstacles = new StringBuilder();
    for (String address : master.substring("spark://".length()).split(",", -1)) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address.substring(0, colon),
            Integer.parseInt(address.substring(colon + 1))), ANSWER_MILLISECONDS);
        return Optional.empty();
      } catch (IOException e) {
        obstacles.append(obstacles.isEmpty() ? "" : "; ").append(address).append(": ").append(e.getMessage());
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        obstacles.append(obstacles.isEmpty() ? "" : "; ").append("'").append(address).append("' is not HOST:PORT");
      }
    }
    return Optional.of(obstacles.toString());
  }

  private static BackendMissingException missing(String master, String reason) {
    return new BackendMissingException("Spark cannot be reached at '" + master + "': " + reason
        + "; allowed are local[THREADS], spark://HOST:PORT and what else Spark knows as a master");
  }
}
