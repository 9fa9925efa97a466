package io.pathwise.batch.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.batch.evaluation.BackendMissingException;
import io.pathwise.greeks.execution.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No trade costs another anything, but a run without a backend ends. */
class WindowEvaluationTest {

  private static List<Outcome<Integer>> done(List<Integer> items) {
    return items.stream().<Outcome<Integer>>map(item -> new Outcome.Done<>(10 * item)).toList();
  }

  @Test
  void whatFailsAsAWholeIsDoneOneByOne() {
    List<Outcome<Integer>> outcomes = WindowEvaluation.outcomes(List.of(1, 2, 3), items -> {
      throw new IllegalStateException("all at once");
    }, items -> {
      if (items.contains(2)) {
        throw new IllegalStateException("the second");
      }
      return done(items);
    });
    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Done<>(10));
    assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Refused.class,
        refused -> assertThat(refused.cause()).hasMessage("the second"));
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.Done<>(30));
  }

  @Test
  void aBackendThatIsGoneEndsTheRun() {
    assertThatThrownBy(() -> WindowEvaluation.outcomes(List.of(1, 2), items -> {
      throw new BackendMissingException("gone");
    }, WindowEvaluationTest::done)).isInstanceOf(BackendMissingException.class);
    assertThatThrownBy(() -> WindowEvaluation.outcomes(List.of(1, 2), items -> {
      throw new IllegalStateException("all at once");
    }, items -> {
      throw new BackendMissingException("gone later");
    })).isInstanceOf(BackendMissingException.class).hasMessage("gone later");
  }
}
