package io.pathwise.pricing.script;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that stands in statements and expressions, whatever encloses it. Expressions may be chained and shared, so
 * they are walked without recursion, each once. Start at {@link #of(List)}.
 */
final class Parts {

  private Parts() {}

  /** All numbers in some statements, in the order of the statements. */
  static Stream<Term> of(List<Statement> statements) {
    return statements.stream().flatMap(statement -> switch (statement) {
      case Statement.Let let -> of(let.value());
      case Statement.Set set -> of(set.value());
      case Statement.Pay pay -> of(pay.converted());
      case Statement.End _ -> Stream.empty();
      case Statement.When when ->
        Stream.of(of(when.condition()), of(when.then()), of(when.otherwise())).flatMap(terms -> terms);
      case Statement.Exercise exercise ->
        Stream.of(of(exercise.allowed()), exercise.using().stream().flatMap(Parts::of),
            of(exercise.then())).flatMap(terms -> terms);
    });
  }

  /** All statements that pay. */
  static Stream<Statement.Pay> payments(List<Statement> statements) {
    return statements.stream().flatMap(statement -> switch (statement) {
      case Statement.Pay pay -> Stream.of(pay);
      case Statement.Let _,Statement.Set _,Statement.End _ -> Stream.empty();
      case Statement.When when -> Stream.concat(payments(when.then()), payments(when.otherwise()));
      case Statement.Exercise exercise -> payments(exercise.then());
    });
  }

  /** Whether the statements do nothing but pay. */
  static boolean onlyPay(List<Statement> statements) {
    return statements.stream().allMatch(statement -> switch (statement) {
      case Statement.Let _,Statement.Pay _ -> true;
      case Statement.Set _,Statement.End _,Statement.Exercise _ -> false;
      case Statement.When when -> onlyPay(when.then()) && onlyPay(when.otherwise());
    });
  }

  /** All statements that give a name. */
  static Stream<Statement.Let> lets(List<Statement> statements) {
    return statements.stream().flatMap(statement -> switch (statement) {
      case Statement.Let let -> Stream.of(let);
      case Statement.Set _,Statement.Pay _,Statement.End _ -> Stream.empty();
      case Statement.When when -> Stream.concat(lets(when.then()), lets(when.otherwise()));
      case Statement.Exercise exercise -> lets(exercise.then());
    });
  }

  /** All numbers in an expression, which may be one of them. */
  static Stream<Term> of(Expression expression) {
    Set<Expression> known = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Expression> left = new ArrayDeque<>(List.of(expression));
    Stream.Builder<Term> terms = Stream.builder();
    while (!left.isEmpty()) {
      Expression next = left.pop();
      if (known.add(next)) {
        if (next instanceof Term term) {
          terms.add(term);
        }
        directly(next).forEach(left::push);
      }
    }
    return terms.build();
  }

  private static List<? extends Expression> directly(Expression expression) {
    return switch (expression) {
      case Term.Constant _,Term.Price _,Term.State _,Term.Local _,Term.EventNumber _,Term.Values _,Term.Extreme _ ->
        List.of();
      case Term.Passed passed -> List.of(passed.level());
      case Term.Applied applied -> List.of(applied.of());
      case Term.Combined combined -> List.of(combined.left(), combined.right());
      case Term.Ranked ranked -> ranked.of();
      case Term.Chosen chosen -> List.of(chosen.condition(), chosen.then(), chosen.otherwise());
      case Condition.Compared compared -> List.of(compared.left(), compared.right());
      case Condition.And and -> List.of(and.left(), and.right());
      case Condition.Or or -> List.of(or.left(), or.right());
      case Condition.Known _ -> List.of();
      case Condition.Not not -> List.of(not.condition());
      case Condition.Chosen chosen -> List.of(chosen.condition(), chosen.then(), chosen.otherwise());
    };
  }
}
