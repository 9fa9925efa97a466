package io.pathwise.cuda.interpreter;

import io.pathwise.cuda.interpreter.Step.Effect;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the threads of a block. Threads at the same instruction execute it together; of several groups the one furthest
 * behind in the text goes on, so that groups meet again after a branch. A group that reaches a barrier waits until
 * nobody else can go on. (The ISA counts threads that have ended as arrived; here a barrier after them is refused.)
 */
final class BlockRun {

  private final PtxKernel kernel;
  private final Machine machine;
  private final long limit;
  private final Lanes lanes;
  private final Lanes guarded;
  /** Threads that can go on, by the number of their next instruction. */
  private final TreeMap<Integer, long[]> ready = new TreeMap<>();
  /** Threads at barriers. */
  private final TreeMap<Integer, long[]> waiting = new TreeMap<>();
  private boolean exited;
  private long executed;

  BlockRun(PtxKernel kernel, Machine machine, long limit) {
    this.kernel = kernel;
    this.machine = machine;
    this.limit = limit;
    this.lanes = new Lanes(machine.threads());
    this.guarded = new Lanes(machine.threads());
  }

  /** Runs to the end; returns the number of instructions executed, counted for every thread. */
  long run() {
    long[] all = new long[(machine.threads() + 63) >> 6];
    for (int i = 0; i < machine.threads(); i++) {
      all[i >> 6] |= 1L << i;
    }
    ready.put(0, all);
    while (!ready.isEmpty() || !waiting.isEmpty()) {
      if (ready.isEmpty()) {
        passBarrier();
      }
      Map.Entry<Integer, long[]> group = ready.pollFirstEntry();
      lanes.set(group.getValue());
      run(group.getKey());
    }
    return executed;
  }

  private void passBarrier() {
    Map.Entry<Integer, long[]> group = waiting.firstEntry();
    int at = group.getKey();
    int line = kernel.steps().get(at).line();
    if (exited) {
      throw new PtxException(line, "bar.sync waits for threads that have ended");
    }
    if (waiting.size() > 1) {
      throw new PtxException(line, "threads of a block wait at different barriers, also at line "
          + kernel.steps().get(waiting.lastKey()).line());
    }
    machine.passBarrier();
    waiting.clear();
    add(ready, at + 1, group.getValue());
  }

  /** Runs the group until it splits, ends, waits, or is no longer the one furthest behind. */
  private void run(int from) {
    int next = from;
    int others = ready.isEmpty() ? Integer.MAX_VALUE : ready.firstKey();
    List<Step> steps = kernel.steps();
    while (next < others) {
      if (next >= steps.size()) {
        throw new PtxException(kernel.lastLine(), "control runs past the end of " + kernel.name());
      }
      Step step = steps.get(next);
      executed += lanes.count;
      if (executed > limit) {
        throw new PtxException(step.line(), "more than " + limit + " instructions in a block: stuck?");
      }
      Lanes active = lanes;
      if (step.guard >= 0) {
        requireDefined(step, step.guard, lanes);
        guarded.select(lanes, machine.values[step.guard], step.guardValue);
        active = guarded;
      }
      switch (step.effect) {
        case Effect.Compute compute -> {
          if (active.count > 0) {
            compute(step, compute.action(), active);
          }
          next++;
        }
        case Effect.Branch branch -> {
          if (branch.uniform()) {
            requireUniform(step, active);
          }
          int target = kernel.target(branch.label());
          if (active.count == lanes.count) {
            next = target;
          } else if (active.count == 0) {
            next++;
          } else {
            add(ready, target, active.mask.clone());
            add(ready, next + 1, without(active));
            return;
          }
        }
        case Effect.Barrier() -> {
          if (active.count > 0) {
            add(waiting, next, active.mask.clone());
          }
          if (active.count < lanes.count) {
            add(ready, next + 1, without(active));
          }
          return;
        }
        case Effect.Exit() -> {
          exited |= active.count > 0;
          if (active.count < lanes.count) {
            add(ready, next + 1, without(active));
          }
          return;
        }
      }
    }
    add(ready, next, lanes.mask.clone());
  }

  private void compute(Step step, Action action, Lanes active) {
    for (int slot : step.reads) {
      requireDefined(step, slot, active);
    }
    action.run(machine, active);
    for (int slot : step.writes) {
      long[] defined = machine.defined[slot];
      for (int word = 0; word < defined.length; word++) {
        defined[word] |= active.mask[word];
      }
    }
  }

  private void requireDefined(Step step, int slot, Lanes active) {
    long[] defined = machine.defined[slot];
    for (int word = 0; word < defined.length; word++) {
      long missing = active.mask[word] & ~defined[word];
      if (missing != 0) {
        throw new PtxException(step.line(), "thread %d of block %d reads %s, which it never wrote".formatted(
            (word << 6) + Long.numberOfTrailingZeros(missing), machine.block(), kernel.slotName(slot)));
      }
    }
  }

  /** A warp's threads that are here must all branch or none. */
  private void requireUniform(Step step, Lanes active) {
    for (int word = 0; word < active.mask.length; word++) {
      for (long warp : new long[]{0xFFFFFFFFL, 0xFFFFFFFF00000000L}) {
        long taken = active.mask[word] & warp;
        if (taken != 0 && taken != (lanes.mask[word] & warp)) {
          throw new PtxException(step.line(), "bra.uni diverges within a warp");
        }
      }
    }
  }

  private long[] without(Lanes active) {
    long[] rest = lanes.mask.clone();
    for (int word = 0; word < rest.length; word++) {
      rest[word] &= ~active.mask[word];
    }
    return rest;
  }

  private static void add(Map<Integer, long[]> groups, int position, long[] mask) {
    long[] present = groups.putIfAbsent(position, mask);
    if (present != null) {
      for (int word = 0; word < mask.length; word++) {
        present[word] |= mask[word];
      }
    }
  }
}
