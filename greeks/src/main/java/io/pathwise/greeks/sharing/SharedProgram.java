package io.pathwise.greeks.sharing;

import io.pathwise.engine.joint.Joint;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Kernel;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A program that runs several jobs at once, compiled when it is needed. Thread-safe. */
final class SharedProgram {

  private final Joint joint;
  private final Function<LoweredProgram, Kernel> compiler;
  private volatile @Nullable Kernel kernel;

  SharedProgram(Joint joint, Function<LoweredProgram, Kernel> compiler) {
    this.joint = joint;
    this.compiler = compiler;
  }

  /** The program on the data of all jobs. */
  Binding bind(List<Binding> members) {
    return joint.bind(members);
  }

  /** How many primitive operations of its steps have still to be compiled. */
  int operationsToCompile() {
    return kernel == null ? joint.program().operationsPerStep() : 0;
  }

  /** The program compiled. */
  Kernel kernel() {
    Kernel known = kernel;
    if (known == null) {
      known = compiler.apply(joint.program());
      kernel = known;
    }
    return known;
  }
}
