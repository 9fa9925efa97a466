package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.run.NoiseKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The routine that makes one pair of noises, or one of the two, for a tile. What depends on the pair, the purpose and
 * the seed only is computed once for all paths, by {@link #words}.
 */
final class NoisePair {

  /** The row that holds the numbers of the tile's paths. */
  static final int PATH_ROW = 0;
  /** The first row for temporaries. */
  static final int FIRST_TEMPORARY = 1;
  /** The most words. */
  static final int MOST_WORDS = 64;
  /** The most rare conditions. */
  static final int MOST_CONDITIONS = 4;

  /**
   * Which noises.
   *
   * @param even
   *          the law of the first
   * @param odd
   *          the law of the second
   * @param antithetic
   *          whether paths are mirrored
   * @param stratified
   *          whether the first is stratified over the block
   * @param needsEven
   *          whether the first is wanted
   * @param needsOdd
   *          whether the second is wanted
   */
  record Shape(NoiseKind even, NoiseKind odd, boolean antithetic, boolean stratified, boolean needsEven,
      boolean needsOdd) {}

  private final Code commonCode;
  private final Routine routine;

  NoisePair(Shape shape, Tile tile) {
    Code whole = NoiseCode.build(shape.even(), shape.odd(), shape.antithetic(), shape.stratified());
    List<Integer> outputs = new ArrayList<>();
    List<Place> targets = new ArrayList<>();
    if (shape.needsEven()) {
      outputs.add(whole.outputs().get(0));
      targets.add(new Place.NoiseRow(0));
    }
    if (shape.needsOdd()) {
      outputs.add(whole.outputs().get(1));
      targets.add(new Place.NoiseRow(1));
    }
    BitSet perPath = NoiseCode.dependingOnPath(whole);
    List<Integer> common = common(whole, perPath);
    this.commonCode = new Code(whole.instructions(), whole.inputs(), common);
    List<Place> sources = new ArrayList<>();
    List<String> inputs = new ArrayList<>(whole.inputs());
    inputs.forEach(name -> sources.add(new Place.Row(PATH_ROW)));
    List<Instruction> instructions = new ArrayList<>(whole.instructions());
    for (int k = 0; k < common.size(); k++) {
      instructions.set(common.get(k), new Instruction(inputOp(whole, common.get(k)), -1, -1, -1, inputs.size()));
      inputs.add("word " + k);
      sources.add(new Place.Word(k));
    }
    RoutinePlan plan = RoutinePlan.of(new Code(instructions, inputs, outputs), sources, targets, FIRST_TEMPORARY);
    if (plan.rowsEnd() > CompiledProgram.NOISE_ROWS || plan.conditions() > MOST_CONDITIONS
        || wordCount() > MOST_WORDS) {
      throw new IllegalStateException("a noise routine needs too many rows, conditions or words: " + shape);
    }
    this.routine = new Routine(plan, tile);
  }

  /** The values without path that those with a path read, constants apart. */
  private static List<Integer> common(Code code, BitSet perPath) {
    BitSet common = new BitSet();
    perPath.stream().forEach(i -> {
      Instruction instruction = code.instructions().get(i);
      for (int k = 0; k < instruction.op().arity(); k++) {
        int operand = instruction.operand(k);
        Op op = code.instructions().get(operand).op();
        if (!perPath.get(operand) && op != Op.CONSTANT && op != Op.INTEGER && op != Op.TRUTH) {
          common.set(operand);
        }
      }
    });
    return common.stream().boxed().toList();
  }

  private static Op inputOp(Code code, int index) {
    return switch (code.instructions().get(index).op().result()) {
      case REAL -> Op.INPUT;
      case INTEGER -> Op.INTEGER_INPUT;
      case TRUTH -> throw new IllegalStateException("a truth value common to all paths");
    };
  }

  Routine routine() {
    return routine;
  }

  /** How many words a pair has. */
  int wordCount() {
    return commonCode.outputs().size();
  }

  /** The words of the pairs 0, 1, … one pair after the other. */
  long[] words(NoiseKey key, int pairs) {
    long[] words = new long[Math.multiplyExact(pairs, wordCount())];
    Interpreter interpreter = new Interpreter(commonCode);
    long[] inputs = new long[4];
    inputs[NoiseCode.PURPOSE] = key.purpose();
    inputs[NoiseCode.SEED] = key.seed();
    for (int pair = 0; pair < pairs; pair++) {
      inputs[NoiseCode.PAIR] = pair;
      interpreter.run(inputs);
      for (int k = 0; k < wordCount(); k++) {
        words[pair * wordCount() + k] = interpreter.output(k);
      }
    }
    return words;
  }
}
