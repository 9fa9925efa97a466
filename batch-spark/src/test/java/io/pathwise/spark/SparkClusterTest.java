package io.pathwise.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Executors get every module of the project that has code, but for the benchmarks. */
class SparkClusterTest {

  private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
  private static final Set<String> WITHOUT = Set.of("all", "benchmarks", "bom");

  @Test
  void everyModuleGoesToExecutors() throws IOException {
    List<String> modules = MODULE.matcher(Files.readString(Path.of("../pom.xml"))).results()
        .map(found -> found.group(1)).filter(module -> !WITHOUT.contains(module)).toList();
    assertThat(modules).contains("engine", "batch-spark")
        .allSatisfy(
            module -> assertThat(SparkCluster.isOwn("pathwise-" + module + "-0.1.0-SNAPSHOT.jar")).as(module).isTrue());
    assertThat(SparkCluster.isOwn("picocli-4.7.7.jar")).isFalse();
    assertThat(SparkCluster.isOwn("pathwise-benchmarks-0.1.0-SNAPSHOT.jar")).isFalse();
  }
}
