package io.pathwise.cuda.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.cuda.ptx.PtxCompiler;
import io.pathwise.cuda.ptx.PtxCompiler.Report;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * NVIDIA's compiler gets the results that {@link InstructionTest} has computed by hand: where it evaluates an
 * instruction on constants, the machine code is that of storing the result. What it leaves to the device, arithmetic in
 * double precision above all, this cannot tell.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "JCuda's PTX compiler is there for linux-x86_64")
class ConstantFoldingTest {

  /** What the compiler does not evaluate. */
  private static final Pattern LEFT_TO_THE_DEVICE = Pattern.compile("(add|sub|mul|div|sqrt|fma)\\.rn\\.f64.*"
      + "|mul\\.hi\\.[us]64.*|mad\\.hi.*|(div|rem)\\.[us].*|cvt\\.rn\\.f64.*|cvt\\.r[mp]i\\.s32.*|cvt\\.rzi.* of NaN"
      + "|mov\\.u32 %d, %n?(ctaid|ntid).*|.*(shared|local).*");

  @TempDir
  private Path directory;

  /** An instruction on constants, and its result. */
  private record Row(String instruction, String types, String values, PtxType type, long result) {
    static Row of(String instruction, String types, String values, String expected) {
      PtxType type = SingleInstruction.type(types.strip().split(" +", 2)[0]);
      return new Row(instruction, types, values, type,
          SingleInstruction.bits(type, expected.equals("oddNaN") ? "NaN" : expected));
    }

    /** What is stored, in how many bits. */
    String stored() {
      return (type == PtxType.PRED ? Integer.SIZE : type.width()) + "_" + Long.toHexString(result);
    }
  }

  @Test
  void theCompilerGetsTheSameResults() throws Exception {
    List<Row> rows = rows();
    StringBuilder text = new StringBuilder(SingleInstruction.HEADER);
    Set<String> stored = new LinkedHashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      text.append(SingleInstruction.onConstants("row" + i, row.instruction, row.types, row.values));
      if (stored.add(row.stored())) {
        text.append(SingleInstruction.storing("store" + row.stored(), row.type, row.result));
      }
    }
    Report report = Objects.requireNonNull(PtxCompiler.compile(directory, Map.of("rows", text.toString()),
        List.of("sm_80")).get("rows sm_80"));
    assertThat(report.error()).isEmpty();
    Map<String, String> code = report.machineCode();
    assertThat(stored.stream().map(name -> code.get("store" + name)))
        .as("code that stores other constants is different")
        .doesNotContainNull().doesNotHaveDuplicates();
    List<String> different = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (!Objects.equals(code.get("row" + i), code.get("store" + row.stored()))) {
        different.add(row.instruction + " of " + row.values);
      }
    }
    assertThat(different).filteredOn(row -> !LEFT_TO_THE_DEVICE.matcher(row).matches()).isEmpty();
    assertThat(rows.size() - different.size()).as("evaluated by the compiler").isGreaterThan(170);
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Method method : InstructionTest.class.getDeclaredMethods()) {
      CsvSource source = method.getAnnotation(CsvSource.class);
      for (String row : source == null ? new String[0] : source.value()) {
        String[] columns = row.replace("~ ~", "~  ~").split(" ~ ", -1);
        if (columns.length == 4) {
          rows.add(Row.of(columns[0], columns[1], columns[2], columns[3]));
        } else {
          rows.addAll(comparisons(row));
        }
      }
    }
    return rows;
  }

  private static List<Row> comparisons(String row) {
    String[] columns = row.split(",", -1);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < InstructionTest.PAIRS.size(); i++) {
      rows.add(Row.of("setp." + columns[0] + ".f64 %d, %a, %b", "pred f64 f64", InstructionTest.PAIRS.get(i),
          columns[1].substring(i, i + 1)));
    }
    return rows;
  }
}
