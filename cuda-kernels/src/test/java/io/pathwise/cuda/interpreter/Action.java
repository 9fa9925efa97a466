package io.pathwise.cuda.interpreter;

/** What an instruction does to the threads that execute it. */
@FunctionalInterface
interface Action {

  void run(Machine machine, Lanes lanes);
}
