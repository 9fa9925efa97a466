package io.pathwise.spark;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Makes every task fail at its first attempt, when its work is done; counts them. */
public final class FaultyTasks implements SparkPlugin {
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** Spark calls it. */
  public FaultyTasks() {}

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extraConfiguration) {}

      @Override
      public void onTaskStart() {
        TaskContext task = TaskContext.get();
        if (task.attemptNumber() == 0) {
          task.addTaskCompletionListener((TaskCompletionListener) done -> {
            FAILURES.incrementAndGet();
            throw new IllegalStateException("fails on purpose");
          });
        }
      }
    };
  }
}
