package io.pathwise.cuda.interpreter;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entry of a module, ready to be launched. */
public final class PtxKernel {

  private final String name;
  private final List<Variable> parameters;
  private final int maxThreads;
  private final Registers registers;
  private final List<Variable> variables;
  private final List<Step> steps;
  private final Map<String, Integer> labels;
  private final int lastLine;

  PtxKernel(String name, List<Variable> parameters, int maxThreads, Registers registers, List<Variable> variables,
      List<Step> steps, Map<String, Integer> labels, int lastLine) {
    this.name = name;
    this.parameters = parameters;
    this.maxThreads = maxThreads;
    this.registers = registers;
    this.variables = variables;
    this.steps = steps;
    this.labels = labels;
    this.lastLine = lastLine;
  }

  /**
   * Runs the kernel to its end.
   *
   * @param arguments
   *          one for each parameter: its bytes, of its size, see {@link Arguments}
   * @return how many instructions were executed, counted for every thread
   * @throws IllegalArgumentException
   *           if the arguments or the launch do not fit the kernel's declaration
   * @throws PtxException
   *           if an instruction is refused
   */
  public long launch(Launch launch, GlobalMemory memory, List<byte[]> arguments) {
    if (launch.threads() > maxThreads) {
      throw new IllegalArgumentException(name + " allows at most " + maxThreads + " threads in a block");
    }
    Machine machine = new Machine(launch, registers, variables, pack(arguments), memory.space());
    long executed = 0;
    for (int block = 0; block < launch.blocks(); block++) {
      machine.start(block, launch.blocks());
      executed += new BlockRun(this, machine, launch.limit()).run();
    }
    return executed;
  }

  private byte[] pack(List<byte[]> arguments) {
    if (arguments.size() != parameters.size()) {
      throw new IllegalArgumentException(
          name + " has " + parameters.size() + " parameters, not " + arguments.size());
    }
    int size = parameters.isEmpty() ? 0 : (int) parameters.getLast().offset() + parameters.getLast().bytes();
    byte[] packed = new byte[size];
    for (int i = 0; i < arguments.size(); i++) {
      Variable parameter = parameters.get(i);
      byte[] argument = arguments.get(i);
      if (argument.length != parameter.bytes()) {
        throw new IllegalArgumentException("%s has %d bytes, the argument %d".formatted(parameter.name(),
            parameter.bytes(), argument.length));
      }
      System.arraycopy(argument, 0, packed, (int) parameter.offset(), argument.length);
    }
    return packed;
  }

  /** The name of the entry. */
  public String name() {
    return name;
  }

  /** The names of the parameters, in order. */
  public List<String> parameterNames() {
    return parameters.stream().map(Variable::name).toList();
  }

  /** Bytes of shared memory that the kernel declares. */
  public int sharedBytes() {
    return variables.stream().filter(v -> v.space() == Space.SHARED).mapToInt(Variable::bytes).sum();
  }

  List<Step> steps() {
    return steps;
  }

  int target(String label) {
    return Objects.requireNonNull(labels.get(label));
  }

  int lastLine() {
    return lastLine;
  }

  @Nullable
  String slotName(int slot) {
    return registers.slots().get(slot).name();
  }
}
