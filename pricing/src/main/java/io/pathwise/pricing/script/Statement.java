package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.Optional;

/** Something that happens at an event. Statements happen one after the other. */
public sealed interface Statement {

  /**
   * Gives a number a name until the end of the block.
   *
   * @param local
   *          its place among all names
   * @param name
   *          as written
   * @param value
   *          the number
   */
  record Let(int local, String name, Term value) implements Statement {}

  /**
   * Changes a state.
   *
   * @param state
   *          its place among the script's states
   * @param value
   *          what it becomes
   */
  record Set(int state, Term value) implements Statement {}

  /**
   * Pays, at once or later.
   *
   * @param amount
   *          in its currency; negative if it is received
   * @param on
   *          when each time of the event pays, in years from the script's origin; empty if at that time itself
   * @param foreign
   *          the currency if it is another than that of the product
   */
  record Pay(Term amount, List<Double> on, Optional<Foreign> foreign) implements Statement {
    public Pay {
      on = Require.elements("payment times", on);
      Require.given("foreign", foreign);
    }

    /** At the time of the event, in the currency of the product. */
    public Pay(Term amount) {
      this(amount, List.of(), Optional.empty());
    }

    /** The amount in the currency of the product, at the rate of the event. */
    public Term converted() {
      return foreign.map(currency -> Terms.product(amount, new Term.Price(currency.rate()))).orElse(amount);
    }
  }

  /**
   * Another currency than that of the product.
   *
   * @param currency
   *          its name
   * @param rate
   *          the place of the asset, among those of the script, that is a unit of it in the currency of the product
   */
  record Foreign(String currency, int rate) {}

  /** Ends the product: nothing happens afterwards. */
  record End() implements Statement {}

  /** Who decides. */
  enum Holder {
    /** The one who is paid: what he gets is to be as large as can be. */
    OWNER,
    /** The one who pays: what he pays is to be as small as can be. */
    ISSUER
  }

  /**
   * May end the product with a block of payments, as one side decides; the last statement of an event.
   *
   * @param by
   *          who decides
   * @param allowed
   *          where it may be done
   * @param using
   *          numbers that what the product is worth otherwise is to be estimated by; empty for those that the engine
   *          finds
   * @param then
   *          what is paid at the end; no further decision is among it
   */
  record Exercise(Holder by, Condition allowed, List<Term> using, List<Statement> then) implements Statement {
    public Exercise {
      using = Require.elements("numbers", using);
      then = Require.elements("statements", then);
    }
  }

  /**
   * One of two blocks.
   *
   * @param condition
   *          decides
   * @param then
   *          where it holds
   * @param otherwise
   *          where it does not; may be empty
   */
  record When(Condition condition, List<Statement> then, List<Statement> otherwise) implements Statement {
    public When {
      then = Require.elements("statements", then);
      otherwise = Require.elements("statements", otherwise);
    }
  }
}
