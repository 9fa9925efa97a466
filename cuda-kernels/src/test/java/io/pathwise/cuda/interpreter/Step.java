package io.pathwise.cuda.interpreter;

/** A decoded instruction. */
final class Step {

  /** What kind of instruction it is. */
  sealed interface Effect {

    /** Changes registers or memory, then goes on to the next instruction. */
    record Compute(Action action) implements Effect {}

    /** Goes on at another instruction; if uniform, all threads of a warp have to agree. */
    record Branch(String label, boolean uniform) implements Effect {}

    /** Waits for all threads of the block. */
    record Barrier() implements Effect {}

    /** Ends the thread. */
    record Exit() implements Effect {}
  }

  /** The instruction as written. */
  final Statement statement;
  /** The slot of the predicate that it is executed under, or −1. */
  final int guard;
  /** The value of the guard with which it is executed. */
  final long guardValue;
  /** The slots that it reads, without the guard's. */
  final int[] reads;
  /** The slots that it writes. */
  final int[] writes;
  final Effect effect;

  Step(Statement statement, int guard, long guardValue, int[] reads, int[] writes, Effect effect) {
    this.statement = statement;
    this.guard = guard;
    this.guardValue = guardValue;
    this.reads = reads;
    this.writes = writes;
    this.effect = effect;
  }

  int line() {
    return statement.line();
  }
}
