package io.pathwise.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of programs, and that docs/grammar.md tells the truth about it. */
class ProgramPrinterTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "grammar.md");

  static Stream<Program> programs() {
    Program call = ExamplePrograms.europeanCall();
    Program tangent = Tangent.differentiate(call, Map.of("value", call.parameters()));
    return Stream.of(call, ExamplePrograms.twoSweeps(), tangent,
        Adjoint.differentiate(call, Map.of("value", call.parameters())), Score.transform(tangent),
        ExamplePrograms.acceptedProposal());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void printedProgramsFollowTheGrammar(Program program) {
    GrammarRecogniser.check(program.toString());
  }

  @Test
  void recogniserRefusesWhatTheGrammarDoesNotAllow() {
    String text = ExamplePrograms.twoSweeps().toString();
    GrammarRecogniser.check(text);
    for (String wrong : List.of(text.replace("noise normal[0]", "noise normal"), text.replace(" <- ", " = "),
        text.replace("at schedule `fixing days`", "at `fixing days`"), text.replace("recall(k1)", "recall(move)"),
        text.replace("  outputs\n", ""), text.replace("`x adjoint`", "x adjoint"), text.replace("by [0]", ""))) {
      assertThatThrownBy(() -> GrammarRecogniser.check(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyNoiseOfADrawIsPrinted() {
    assertThat(ExamplePrograms.acceptedProposal().toString())
        .contains("x <- sample marsaglia_tsang[20]($shape) by [0, 1, 2, 3, 4, 5, 6]\n");
  }

  @Test
  void exampleInTheDocumentIsTheProgramAsItPrints() throws IOException {
    Matcher example = Pattern.compile("<!-- example -->\n```\n(.*?)```\n", Pattern.DOTALL)
        .matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    assertThat(example.group(1)).isEqualTo(ExamplePrograms.europeanCall().toString());
  }

  @Test
  void documentListsEveryOperation() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (Operation operation : Operation.values()) {
      assertThat(document).contains("`" + operation.name().toLowerCase(Locale.ROOT) + "(");
    }
  }

  @Test
  void everyKindOfLineIsPrinted() {
    assertThat(ExamplePrograms.twoSweeps()).hasToString("""
        program
          parameter $p
          noise normal[0]
          sweep forward
            state x = $p
            stage move at schedule `fixing days`
              %1 = sample normal(x, $p) by [0]
              x <- mul(@t, %1)
              keep k1 = exp(%1)
              keep k2 = %1
          sweep backward
            state `x adjoint` = sin(x)
            stage `move adjoint` at schedule `fixing days`
              `x adjoint` <- fma(`x adjoint`, recall(k1), recall(k1))
              sink bucket += mul(`x adjoint`, recall(k2))
          outputs
            %1 = exp(x)
            end = sum mul(x, %1)
            dp =
              + exp($p) * sum mul(`x adjoint`, %1)
              + sum over steps of mul($p, @t) * sink bucket
        """);
  }

  @Test
  void equalProgramsPrintEqually() {
    assertThat(ExamplePrograms.europeanCall()).hasToString(ExamplePrograms.europeanCall().toString());
  }
}
