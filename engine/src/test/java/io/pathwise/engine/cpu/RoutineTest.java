package io.pathwise.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.code.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random code gives the interpreter's bits for every path, wherever its values lie and however it is cut. */
class RoutineTest {

  private static final int TEMPORARIES = 60;
  private static final int ROWS = 400;

  @ParameterizedTest
  @ValueSource(ints = {2, 15, 60, 400})
  void randomCodeGivesTheInterpretersBits(int most) {
    Random random = new Random(most);
    for (int i = 0; i < 25; i++) {
      new Trial(random, 5 + random.nextInt(250)).check(most);
    }
  }

  /** Methods that would be too large for the JVM's compiler are cut again. */
  @Test
  void largeCodeIsCutUntilMethodsAreSmall() {
    new Trial(new Random(11), 2000).check(2000);
  }

  /** A negative control: the comparison sees a change of one bit of one path. */
  @Test
  void aWrongBitIsSeen() {
    Trial trial = new Trial(new Random(3), 100);
    long[][] expected = trial.expected();
    expected[expected.length - 1][63] ^= 1;
    assertThat(trial.actual(400)).isNotEqualTo(expected);
  }

  /** Code with places and data; outputs often take the places of inputs. */
  private static final class Trial {
    private final Line line;
    private final Code code;
    private final int[] places;
    private final double[] rows;
    private final double[] reals = new double[40];
    private final long[] integers = new long[40];

    Trial(Random random, int operations) {
      int realInputs = 1 + random.nextInt(12);
      int integerInputs = random.nextInt(4);
      this.code = RandomCode.make(random, realInputs, integerInputs, operations, 1 + random.nextInt(12));
      int inputs = code.inputs().size();
      int outputs = code.outputs().size();
      this.places = new int[inputs + outputs + 1];
      List<Integer> freeRows = new ArrayList<>(IntStream.range(0, TEMPORARIES).boxed().toList());
      Collections.shuffle(freeRows, random);
      List<Boolean> perPath = new ArrayList<>();
      for (int i = 0; i < inputs; i++) {
        perPath.add(i == 0 || random.nextInt(3) > 0);
        places[i] = perPath.get(i) ? Rows.offset(freeRows.removeLast()) : i;
      }
      List<Integer> takable = new ArrayList<>(IntStream.range(0, inputs).filter(perPath::get).boxed().toList());
      Collections.shuffle(takable, random);
      List<List<Integer>> overwrites = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        boolean takes = random.nextBoolean() && !takable.isEmpty();
        overwrites.add(takes ? List.of(takable.removeLast()) : List.of());
        places[inputs + i] = takes ? places[overwrites.get(i).getFirst()] : Rows.offset(freeRows.removeLast());
      }
      places[inputs + outputs] = Rows.offset(TEMPORARIES);
      this.line = new Line(code, code.outputs(), perPath, overwrites);
      this.rows = random.doubles(Rows.elements(ROWS)).toArray();
      for (int i = 0; i < Rows.elements(TEMPORARIES); i++) {
        rows[i] = RandomCode.real(random);
      }
      for (int i = 0; i < reals.length; i++) {
        reals[i] = RandomCode.real(random);
        integers[i] = random.nextLong();
      }
    }

    void check(int most) {
      assertThat(actual(most)).as("at most %s operations:%n%s", most, code).isEqualTo(expected());
    }

    private long input(int number, int lane) {
      if (line.perPath().get(number)) {
        return Double.doubleToRawLongBits(rows[places[number] + lane]);
      }
      boolean isReal = code.instructions().stream().anyMatch(i -> i.op() == Op.INPUT && i.literal() == number);
      return isReal ? Double.doubleToRawLongBits(reals[number]) : integers[number];
    }

    long[][] expected() {
      Interpreter interpreter = new Interpreter(code);
      long[][] results = new long[code.outputs().size()][Rows.LANES];
      for (int lane = 0; lane < Rows.LANES; lane++) {
        long[] inputs = new long[code.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] = input(i, lane);
        }
        interpreter.run(inputs);
        for (int i = 0; i < results.length; i++) {
          results[i][lane] = Double.doubleToLongBits(Double.longBitsToDouble(interpreter.output(i)));
        }
      }
      return results;
    }

    long[][] actual(int most) {
      Routine routine = new Routine(line, most);
      assertThat(routine.temporaryRows()).isLessThanOrEqualTo(ROWS - TEMPORARIES);
      double[] copy = rows.clone();
      routine.code().run(copy, reals, integers, places);
      long[][] results = new long[code.outputs().size()][Rows.LANES];
      for (int i = 0; i < results.length; i++) {
        for (int lane = 0; lane < Rows.LANES; lane++) {
          results[i][lane] = Double.doubleToLongBits(copy[places[code.inputs().size() + i] + lane]);
        }
      }
      return results;
    }
  }

  /** The trials above would be weak if branches were rare in them. */
  @Test
  void randomCodeHasBranchesAndAllOperations() {
    Random random = new Random(1);
    int branches = 0;
    List<Op> missing = new ArrayList<>(List.of(Op.values()));
    for (int i = 0; i < 25; i++) {
      Code code = RandomCode.make(random, 8, 2, 250, 8);
      Line line = new Line(code, code.outputs(), code.inputs().stream().map(input -> true).toList(),
          code.outputs().stream().map(output -> List.<Integer>of()).toList());
      Regions regions = new Regions(line, 400);
      branches += (int) IntStream.range(0, code.size()).filter(index -> regions.members(index).size() > 0).count();
      code.instructions().forEach(instruction -> missing.remove(instruction.op()));
    }
    assertThat(missing).isEmpty();
    assertThat(branches).isGreaterThan(25);
  }
}
