package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;

/** A law whose draw is a function of one noise. */
public interface OneNoiseDistribution extends Distribution {

  /** The law of the noise that a draw uses. */
  NoiseKind noise();

  /** x = g(ε; a), the draw as an expression of its noise. */
  Expr draw(Graph graph, Expr noise, List<Expr> arguments);

  @Override
  default List<NoiseKind> noises() {
    return List.of(noise());
  }

  @Override
  default Expr draw(Graph graph, List<? extends Expr> noises, List<Expr> arguments) {
    return draw(graph, noises.getFirst(), arguments);
  }
}
