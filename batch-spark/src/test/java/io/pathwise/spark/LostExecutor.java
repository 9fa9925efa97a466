package io.pathwise.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Ends the process of an executor at the start of a task, once in a run: a file remembers it. */
public final class LostExecutor implements SparkPlugin {
  static final String MARK = "spark.pathwise.test.mark";

  /** Spark calls it. */
  public LostExecutor() {}

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      private Path mark = Path.of("");

      @Override
      public void init(PluginContext context, Map<String, String> extraConfiguration) {
        mark = Path.of(context.conf().get(MARK));
      }

      @Override
      public void onTaskStart() {
        if (TaskContext.get().taskAttemptId() == 3) {
          try {
            Files.createFile(mark);
            Runtime.getRuntime().halt(1);
          } catch (FileAlreadyExistsException e) {
            return;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    };
  }
}
