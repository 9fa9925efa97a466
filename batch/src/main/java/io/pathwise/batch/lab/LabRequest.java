package io.pathwise.batch.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * What the lab is to do.
 *
 * @param cases
 *          the ids of cases, in any order; all when empty
 * @param budget
 *          for each measurement
 * @param seed
 *          of the noise; equal seeds give equal numbers
 * @param threads
 *          how many threads may work at once, at least 1; changes no number
 * @param out
 *          the directory for the files; made if it is not there
 */
public record LabRequest(List<String> cases, Budget budget, long seed, int threads, Path out) {
  /** Copies the list. */
  public LabRequest {
    cases = List.copyOf(cases);
  }
}
