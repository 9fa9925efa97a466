package io.pathwise.cuda.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.cuda.ptx.PtxCompiler;
import io.pathwise.cuda.ptx.PtxCompiler.Report;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * NVIDIA's assembler agrees on what is PTX: it takes all that the tests of the interpreter execute, and refuses what
 * they say is wrong. What instructions compute it cannot tell.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "JCuda's PTX compiler is there for linux-x86_64")
class AssemblerAgreementTest {

  @TempDir
  private Path directory;

  @Test
  void takesWhatIsExecuted() throws Exception {
    StringBuilder entries = new StringBuilder(SingleInstruction.HEADER);
    int count = 0;
    for (Method method : InstructionTest.class.getDeclaredMethods()) {
      for (String[] columns : rows(method)) {
        String name = "row" + count++;
        // Comparisons of doubles are listed by name.
        entries.append(columns.length == 2
            ? SingleInstruction.entry(name, "setp." + columns[0] + ".f64 %d, %a, %b", "pred f64 f64")
            : SingleInstruction.entry(name, columns[0], columns[1]));
      }
    }
    assertThat(count).isGreaterThan(190);
    List<String> texts = new ArrayList<>(List.of(entries.toString(), WholeKernelTest.VECTOR_ADD, WholeKernelTest.TREE,
        WholeKernelTest.LOOPS));
    ValueSource accepted = RefusalTest.class.getDeclaredMethod("accepts", String.class)
        .getAnnotation(ValueSource.class);
    Arrays.stream(Objects.requireNonNull(accepted).strings()).map(RefusalTest::text).forEach(texts::add);
    assertThat(compile(texts).entrySet()).filteredOn(entry -> !entry.getValue().error().isEmpty()).isEmpty();
  }

  @Test
  void takesWhatIsUnknownOrUndefined() throws Exception {
    List<String> texts = refused("refusesWhatIsUnknown");
    texts.addAll(refused("refusesWhatIsUndefined"));
    assertThat(compile(texts).entrySet()).filteredOn(entry -> !entry.getValue().error().isEmpty()).isEmpty();
  }

  @Test
  void refusesWhatIsWrong() throws Exception {
    assertThat(compile(refused("refusesWhatIsWrong")).entrySet())
        .filteredOn(entry -> !entry.getValue().error().contains("COMPILATION_FAILURE")).isEmpty();
  }

  private static List<String> refused(String method) throws NoSuchMethodException {
    List<String> texts = new ArrayList<>();
    for (String[] columns : rows(RefusalTest.class.getDeclaredMethod(method, String.class, String.class))) {
      texts.add(RefusalTest.text(columns[0]));
    }
    return texts;
  }

  /** The columns of a method's table; none if it has no table. */
  private static List<String[]> rows(Method method) {
    CsvSource source = method.getAnnotation(CsvSource.class);
    if (source == null) {
      return List.of();
    }
    String delimiter = source.delimiter() == '~' ? " ~ " : ",";
    return Arrays.stream(source.value()).map(row -> row.split(delimiter, -1)).toList();
  }

  private Map<String, Report> compile(List<String> texts) throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    for (String text : texts) {
      assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).as(text).isTrue();
      files.put("text" + files.size(), text);
    }
    Map<String, Report> reports = PtxCompiler.compile(directory, files, List.of("sm_70"));
    assertThat(reports).hasSize(texts.size());
    Map<String, Report> byText = new LinkedHashMap<>();
    files.forEach((file, text) -> byText.put(text, Objects.requireNonNull(reports.get(file + " sm_70"))));
    return byText;
  }
}
