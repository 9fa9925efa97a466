package io.pathwise.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Risk runs on Spark have the bytes of runs without, whatever happens to tasks and executors. */
class SparkRiskTest {
  private static final String[] NO_PILOTS = {"--policy", "structural"};

  @TempDir
  private Path directory;

  @AfterEach
  void letTheTasksSucceed() {
    System.clearProperty("spark.plugins");
  }

  private RiskCall.Result run(String options, String... more) throws IOException {
    return runOn(RiskCall.SOME, options, more);
  }

  private RiskCall.Result runOn(String trades, String options, String... more) throws IOException {
    return RiskCall.run(directory, trades, Stream.of(Stream.of(NO_PILOTS), Stream.of(options.split(" ", -1)),
        Stream.of(more)).flatMap(arguments -> arguments).toArray(String[]::new));
  }

  @Test
  void bytesAreThoseOfALocalRunThoughEveryTaskFailsOnce() throws IOException {
    bytesAreThoseOfALocalRun(RiskCall.SOME, "--paths 512", 3);
  }

  /** More blocks than one task simulates. */
  @ParameterizedTest
  @ValueSource(strings = {"--paths 270000", "--target-error 0.006 --max-paths 500000",
      "--paths 270000 --sampler sobol"})
  void rangesOfALongTradeMakeTheSameBytes(String options) throws IOException {
    bytesAreThoseOfALocalRun(RiskCall.ONE, options, 0);
  }

  private void bytesAreThoseOfALocalRun(String trades, String options, int status) throws IOException {
    RiskCall.Result local = runOn(trades, options);
    System.setProperty("spark.plugins", FaultyTasks.class.getName());
    FaultyTasks.FAILURES.set(0);
    RiskCall.Result distributed = runOn(trades, options, "--spark", "local[2,4]");
    assertThat(distributed.status()).as(distributed.err()).isEqualTo(status);
    assertThat(distributed.files()).isEqualTo(local.files()).hasSize(2);
    assertThat(FaultyTasks.FAILURES).hasValueGreaterThan(5);
  }

  /** Tasks of local[2] fail for good, and all do: what succeeds there ran no task. */
  @Test
  void whatTheCacheHoldsNeedsNoTask() throws IOException {
    String cache = directory.resolve("cache").toString();
    RiskCall.Result cold = run("--paths 512", "--spark", "local[2]", "--cache", cache, "--cache-size", "8");
    assertThat(cold.files()).isEqualTo(run("--paths 512").files());
    System.setProperty("spark.plugins", FaultyTasks.class.getName());
    RiskCall.Result warm = run("--paths 512", "--spark", "local[2]", "--cache", cache);
    assertThat(warm.files()).as(warm.err()).isEqualTo(cold.files());
    RiskCall.Result other = run("--paths 100000 --seed 7", "--spark", "local[2]", "--cache", cache);
    assertThat(other.status()).isEqualTo(5);
    assertThat(other.err()).contains("Spark at 'local[2]' gave up").contains("fails on purpose");
  }

  @Test
  void aLostExecutorChangesNothing() throws IOException {
    Path mark = directory.resolve("mark");
    System.setProperty("spark.plugins", LostExecutor.class.getName());
    System.setProperty(LostExecutor.MARK, mark.toString());
    System.setProperty("spark.executor.extraClassPath",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars")); // Spark wants one, even an empty one
    System.setProperty("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"));
    try {
      RiskCall.Result distributed = run("--paths 512", "--spark", "local-cluster[2,1,1024]");
      assertThat(distributed.files()).as(distributed.err()).isEqualTo(run("--paths 512").files());
      assertThat(mark).as("written by the executor that was lost").exists();
    } finally {
      System.clearProperty(LostExecutor.MARK);
      System.clearProperty("spark.executor.extraClassPath");
      System.clearProperty("spark.executorEnv.JAVA_HOME");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "spark://localhost", "spark://localhost:1", "local[none]"})
  void aClusterThatIsNotThereIsNamed(String master) throws IOException {
    RiskCall.Result result = run("--paths 512", "--spark", master);
    assertThat(result.status()).isEqualTo(5);
    assertThat(result.err()).startsWith("pathwise risk: Spark cannot be reached at '" + master + "': ").hasLineCount(1);
    assertThat(result.files()).isEmpty();
  }
}
