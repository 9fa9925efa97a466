package io.pathwise.batch.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison sees a single wrong bit, and arithmetic is counted. */
class GpuCheckTest {

  private static final List<Product> PRODUCTS = List.of(Digital.cash("FLAT", OptionType.CALL, 105, 0.75, 10));
  private static final List<EstimatorChoice> ESTIMATORS = List.of(EstimatorChoice.SCORE_ALL, EstimatorChoice.BUMP);

  /** The CPU, but for the last bit of one output of one block. */
  private static final class SlightlyWrong implements Backend {
    private final Backend right = new CpuBackend();

    @Override
    public String name() {
      return "slightly wrong";
    }

    @Override
    public Kernel compile(LoweredProgram program, Sampling sampling) {
      Kernel kernel = right.compile(program, sampling);
      return new Kernel() {
        @Override
        public Sampling sampling() {
          return sampling;
        }

        @Override
        public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
          kernel.run(binding, key, firstBlock, blocks, results);
          if (firstBlock <= 2 && 2 < firstBlock + blocks && sampling.equals(Sampling.ANTITHETIC)) {
            int last = (int) (3 - firstBlock) * program.outputs().size() - 1;
            results[last] = Double.longBitsToDouble(Double.doubleToRawLongBits(results[last]) ^ 1);
          }
        }
      };
    }
  }

  @Test
  void equalBitsAreFoundEqual() {
    GpuCheck.Outcome outcome = GpuCheck.run(new CpuBackend(), 1, PRODUCTS, ESTIMATORS, product -> {
    });
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.kernels()).isGreaterThan(5);
    assertThat(outcome.blocks()).isGreaterThanOrEqualTo(4 * outcome.kernels());
  }

  @Test
  void oneWrongBitIsSeen() {
    GpuCheck.Outcome outcome = GpuCheck.run(new SlightlyWrong(), 1, PRODUCTS, ESTIMATORS, product -> {
    });
    assertThat(outcome.differences()).isNotEmpty()
        .allSatisfy(difference -> assertThat(difference).startsWith("block 2, output ").contains("antithetic=true"));
  }

  /** 2 additions, a division of 8, a product; the rare side has no price. */
  @Test
  void arithmeticIsCountedWhereNothingRareHappens() {
    CodeBuilder code = new CodeBuilder();
    Value x = code.input("x");
    Value usual = code.div(code.add(x, code.constant(1.5)), code.add(x, code.constant(2.5)));
    Value rare = code.sqrt(code.mul(x, x));
    code.output(code.mul(code.selectRare(code.less(x, code.constant(0)), rare, usual), x));
    assertThat(ArithmeticCount.of(code.build())).isEqualTo(2 + 8 + 1 + 1);
  }
}
