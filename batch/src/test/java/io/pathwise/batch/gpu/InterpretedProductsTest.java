package io.pathwise.batch.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.cuda.InterpretingBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.pricing.product.Product;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The programs of {@code gpu-check}, which are those of products, go through an interpreter of PTX in place of a GPU
 * and have the CPU's bits. A few by default; all of them, about 550 kernels in some minutes, with
 * {@code -Dpathwise.interpret-all=true}.
 */
class InterpretedProductsTest {

  @Test
  void aFewProductsHaveTheProcessorsBits() {
    InterpretingBackend backend = new InterpretingBackend();
    List<Product> products = List.of(GpuCheck.products().get(4), GpuCheck.products().getLast());
    GpuCheck.Outcome outcome = GpuCheck.run(backend, 1, products, List.of(), product -> {
    });
    assertThat(outcome.differences()).isEmpty();
    assertThat(backend.kernels()).isGreaterThan(15);
  }

  @Test
  @EnabledIfSystemProperty(named = "pathwise.interpret-all", matches = "true")
  void allProductsHaveTheProcessorsBits() {
    InterpretingBackend backend = new InterpretingBackend();
    GpuCheck.Outcome outcome = GpuCheck.run(backend, 2, GpuCheck.products(), Arrays.asList(EstimatorChoice.values()),
        product -> {
        });
    assertThat(outcome.differences()).isEmpty();
    assertThat(backend.kernels()).isGreaterThan(500);
  }
}
