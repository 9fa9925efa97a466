package io.pathwise.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.code.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random code gives the interpreter's bits in every lane, in scalar, vector and mixed form, wherever its values lie.
 */
class RoutineTest {

  private static final int ROWS = 30;
  private static final int NOISE_ROW = 100;
  private static final int TAPE_ROW = 110;

  private enum Form {
    SCALAR, VECTOR, MIXED
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256})
  void randomCodeGivesTheInterpretersBits(int lanes) {
    Random random = new Random(lanes);
    for (int i = 0; i < 25; i++) {
      new Trial(random, new Tile(lanes), 5 + random.nextInt(250)).check();
    }
  }

  /** A negative control: the comparison sees a change of one bit in one lane. */
  @Test
  void aWrongBitIsSeen() {
    Trial trial = new Trial(new Random(3), new Tile(64), 100);
    long[][] expected = trial.expected();
    expected[expected.length - 1][63] ^= 1;
    assertThat(trial.actual(Form.SCALAR)).isNotEqualTo(expected);
  }

  /** Code with places and data. */
  private static final class Trial {
    private final Tile tile;
    private final Code code;
    private final List<Place> sources = new ArrayList<>();
    private final List<Place> targets = new ArrayList<>();
    private final double[] rows;
    private final double[] uniforms = new double[40];
    private final double[] columns = new double[40];
    private final long[] words = new long[40];

    Trial(Random random, Tile tile, int operations) {
      this.tile = tile;
      int reals = 1 + random.nextInt(12);
      int integers = random.nextInt(4);
      this.code = RandomCode.make(random, reals, integers, operations, 1 + random.nextInt(12));
      List<Place> rowPlaces = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        rowPlaces.add(new Place.Row(row));
      }
      for (int row = 0; row < 4; row++) {
        rowPlaces.add(new Place.NoiseRow(row));
        rowPlaces.add(new Place.TapeRow(row));
      }
      Collections.shuffle(rowPlaces, random);
      for (int i = 0; i < reals; i++) {
        sources.add(switch (random.nextInt(5)) {
          case 0 -> new Place.Uniform(i);
          case 1 -> new Place.Column(i);
          default -> rowPlaces.get(i);
        });
      }
      for (int i = 0; i < integers; i++) {
        sources.add(random.nextBoolean() ? new Place.Word(i) : rowPlaces.get(reals + i));
      }
      Collections.shuffle(rowPlaces, random);
      code.outputs().forEach(output -> targets.add(rowPlaces.removeLast()));
      rows = new double[(int) tile.size(300)];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = RandomCode.real(random);
      }
      for (int i = 0; i < uniforms.length; i++) {
        uniforms[i] = RandomCode.real(random);
        columns[i] = RandomCode.real(random);
        words[i] = random.nextLong();
      }
    }

    void check() {
      long[][] expected = expected();
      for (Form form : Form.values()) {
        assertThat(actual(form)).as("%s with %s lanes:%n%s", form, tile.lanes(), code).isEqualTo(expected);
      }
    }

    private int element(Place place, int lane) {
      return lane + switch (place) {
        case Place.Row row -> tile.offset(row.row());
        case Place.NoiseRow row -> tile.offset(NOISE_ROW + row.number());
        case Place.TapeRow row -> tile.offset(TAPE_ROW + row.index());
        case Place.Uniform uniform -> throw new IllegalArgumentException(uniform.toString());
        case Place.Column column -> throw new IllegalArgumentException(column.toString());
        case Place.Word word -> throw new IllegalArgumentException(word.toString());
      };
    }

    private long input(int number, int lane) {
      return switch (sources.get(number)) {
        case Place.Uniform uniform -> Double.doubleToRawLongBits(uniforms[uniform.index()]);
        case Place.Column column -> Double.doubleToRawLongBits(columns[2 + column.index()]);
        case Place.Word word -> words[3 + word.index()];
        case Place.Row row -> Double.doubleToRawLongBits(rows[element(row, lane)]);
        case Place.NoiseRow row -> Double.doubleToRawLongBits(rows[element(row, lane)]);
        case Place.TapeRow row -> Double.doubleToRawLongBits(rows[element(row, lane)]);
      };
    }

    long[][] expected() {
      Interpreter interpreter = new Interpreter(code);
      long[][] results = new long[targets.size()][tile.lanes()];
      for (int lane = 0; lane < tile.lanes(); lane++) {
        long[] inputs = new long[sources.size()];
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] = input(i, lane);
        }
        interpreter.run(inputs);
        for (int i = 0; i < results.length; i++) {
          results[i][lane] = canonical(Double.longBitsToDouble(interpreter.output(i)));
        }
      }
      return results;
    }

    long[][] actual(Form form) {
      Routine routine = new Routine(RoutinePlan.of(code, sources, targets, 200), tile);
      for (int i = 0; i < routine.mainPieces().size(); i++) {
        if (form == Form.VECTOR || (form == Form.MIXED && i % 2 == 0)) {
          routine.mainPieces().get(i).use(routine.mainPieces().get(i).loadVectorForm());
        }
      }
      double[] copy = rows.clone();
      routine.run(copy, uniforms, columns, words, new long[400], 2, tile.offset(NOISE_ROW), tile.offset(TAPE_ROW), 3);
      long[][] results = new long[targets.size()][tile.lanes()];
      for (int i = 0; i < results.length; i++) {
        for (int lane = 0; lane < tile.lanes(); lane++) {
          results[i][lane] = canonical(copy[element(targets.get(i), lane)]);
        }
      }
      return results;
    }

    private static long canonical(double value) {
      return Double.doubleToLongBits(value);
    }
  }

  /** The trials above would be weak if guards were rare in them. */
  @Test
  void randomCodeHasGuardsAndAllOperations() {
    Random random = new Random(1);
    int guards = 0;
    List<Op> missing = new ArrayList<>(List.of(Op.values()));
    for (int i = 0; i < 25; i++) {
      Code code = RandomCode.make(random, 8, 2, 250, 8);
      guards += Schedule.of(code).guarded().cardinality();
      code.instructions().forEach(instruction -> missing.remove(instruction.op()));
    }
    assertThat(missing).isEmpty();
    assertThat(guards).isGreaterThan(25);
  }
}
