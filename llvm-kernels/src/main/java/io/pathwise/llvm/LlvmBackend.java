package io.pathwise.llvm;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.KernelWriter;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.Sampling;
import io.pathwise.llvm.ir.Shape;
import io.pathwise.llvm.library.Llvm;
import java.util.Optional;

/** Runs programs as machine code of this CPU, made by LLVM, with the bits of the reference backend. */
public final class LlvmBackend implements Backend {

  /** The narrowest groups are compiled fastest. */
  private static final Shape NARROW = new Shape(8);
  /** From so many noises on a loop is half the code, and faster. */
  private static final int LOOP_FROM = 4;

  private final Shape shape;
  private final Optional<Widening> widening;
  private final Reorderings reorderings = new Reorderings();
  private final Scratch scratch = new Scratch();

  /** A backend for this machine; the constructor that {@link java.util.ServiceLoader} calls. */
  public LlvmBackend() {
    this(NARROW, Optional.of(Widening.USUAL));
  }

  LlvmBackend(Shape shape, Optional<Widening> widening) {
    this.shape = shape;
    this.widening = widening;
  }

  /** With so many paths in step, always. */
  static LlvmBackend ofWidth(int lanes) {
    return new LlvmBackend(new Shape(lanes), Optional.empty());
  }

  @Override
  public String name() {
    return "llvm";
  }

  @Override
  public Use use() {
    return Use.PROCESSOR;
  }

  @Override
  public int rank() {
    return 1;
  }

  @Override
  public String description() {
    return obstacle().isPresent() ? "machine code" : "machine code for " + Llvm.get().compiler().cpu();
  }

  @Override
  public Optional<String> obstacle() {
    return Llvm.obstacle();
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    KernelCode code = KernelWriter.write(program, sampling, LOOP_FROM);
    return new LlvmKernel(code, shape, LlvmKernel.code(code, shape), widening, reorderings, scratch);
  }
}
