package io.pathwise.batch.evaluation;

import io.pathwise.engine.run.Store;
import java.util.ServiceLoader;

/**
 * Lets other machines do the work of a risk run. An implementation lives in a module of its own, found by
 * {@link ServiceLoader}. Start at {@link #at}.
 */
public interface Cluster {

  /**
   * An evaluator that sends its work to a cluster; no number depends on which.
   *
   * @param master
   *          the cluster's address
   * @param backend
   *          what computes there
   * @param store
   *          where results are kept for later, on this side; stays open
   * @throws BackendMissingException
   *           when there is no such cluster
   */
  Evaluator connect(String master, BackendChoice backend, Store store);

  /** Makes evaluators that work on the cluster at an address; how many threads work there is the cluster's business. */
  static Evaluator.Factory at(String master) {
    return (backend, threads, store) -> ServiceLoader.load(Cluster.class).findFirst()
        .orElseThrow(() -> new BackendMissingException(
            "--spark needs the module batch-spark, which is not on the class path; ./pathwise adds it when --spark stands "
                + "on the command line, docs/spark.md tells how to do without ./pathwise"))
        .connect(master, backend, store);
  }
}
