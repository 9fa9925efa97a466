package io.pathwise.greeks.sharing;

import io.pathwise.engine.joint.EqualityPattern;
import io.pathwise.engine.joint.Joint;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.KernelCache;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cache of the programs that run several jobs at once: one for each combination of kernels whose data agree in the
 * same places. Thread-safe.
 */
public final class SharedPrograms {

  private static final int MOST = 4096;

  /** What a program is for. Kernels stand for what they run, whatever things are called there. */
  record Key(List<Kernel> kernels, EqualityPattern pattern) {
    static Key of(List<JobRun> jobs) {
      return new Key(jobs.stream().map(job -> job.prepared().kernel()).toList(),
          EqualityPattern.of(jobs.stream().map(job -> job.binding().orElseThrow()).toList()));
    }
  }

  private final KernelCache kernels;
  private final SharingTerms terms;
  private final Map<Key, Optional<SharedProgram>> programs = new RecentlyUsed<>(MOST);
  private final Set<List<Kernel>> written = Collections.newSetFromMap(new RecentlyUsed<>(MOST));

  public SharedPrograms(KernelCache kernels, SharingTerms terms) {
    this.kernels = kernels;
    this.terms = terms;
  }

  /** When they are worth their making. */
  SharingTerms terms() {
    return terms;
  }

  /** Whether some program for jobs with these kernels has been written before. */
  boolean has(List<Kernel> members) {
    synchronized (programs) {
      return written.contains(members);
    }
  }

  /** Whether a program has been written before. */
  boolean has(Key key) {
    synchronized (programs) {
      return programs.containsKey(key);
    }
  }

  /** The program for some jobs; empty if they cannot run as one. */
  Optional<SharedProgram> get(List<JobRun> jobs) {
    Key key = Key.of(jobs);
    Sampling sampling = jobs.getFirst().sampling();
    synchronized (programs) {
      written.add(key.kernels());
      return programs.computeIfAbsent(key,
          missing -> Joint.of(jobs.stream().map(job -> job.prepared().program()).toList(), missing.pattern())
              .map(joint -> new SharedProgram(joint, program -> kernels.get(program, sampling))));
    }
  }
}
