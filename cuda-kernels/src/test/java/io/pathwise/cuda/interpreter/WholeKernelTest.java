package io.pathwise.cuda.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small kernels with many threads: memory, loops, divergence, barriers. */
class WholeKernelTest {

  static final String HEADER = """
      .version 7.0
      .target sm_70
      .address_size 64
      """;

  static final String VECTOR_ADD = HEADER + """
      // c = a + b
      .visible .entry vector_add(
        .param .u64 .ptr .global .align 8 a, .param .u64 b, .param .u64 c, .param .u32 n)
      .maxntid 256, 1, 1
      .minnctapersm 2
      {
        .reg .pred %p;
        .reg .b32 %r<5>;
        .reg .b64 %rd<8>;
        .reg .f64 %fd<3>;
        ld.param.u64 %rd0, [a];
        ld.param.u64 %rd1, [b];
        ld.param.u64 %rd2, [c];
        ld.param.u32 %r0, [n];
        mov.u32 %r1, %tid.x; mov.u32 %r2, %ctaid.x; mov.u32 %r3, %ntid.x;
        mad.lo.u32 %r4, %r2, %r3, %r1;
        setp.ge.u32 %p, %r4, %r0;
        @%p bra $done;
        cvta.to.global.u64 %rd0, %rd0;
        mul.wide.u32 %rd3, %r4, 8;
        add.u64 %rd4, %rd0, %rd3; /* addresses
                                     of the elements */
        add.u64 %rd5, %rd1, %rd3;
        add.u64 %rd6, %rd2, %rd3;
        ld.global.nc.f64 %fd0, [%rd4];
        ld.global.f64 %fd1, [%rd5];
        add.rn.f64 %fd2, %fd0, %fd1;
        st.global.f64 [%rd6], %fd2;
      $done:
        ret;
      }
      """;

  @ParameterizedTest
  @CsvSource({"1,1", "31,32", "256,256", "257,256", "600,256", "600,100"})
  void vectorAdd(int n, int threads) {
    Random random = new Random(n);
    double[] a = random.doubles(n).toArray();
    double[] b = random.doubles(n).toArray();
    GlobalMemory memory = new GlobalMemory();
    long c = memory.allocate("c", 8 * n);
    PtxKernel kernel = PtxModule.parse(VECTOR_ADD).kernel();
    assertThat(kernel.parameterNames()).containsExactly("a", "b", "c", "n");
    kernel.launch(Launch.of((n + threads - 1) / threads, threads), memory, List.of(
        Arguments.of(memory.allocate("a", a)), Arguments.of(memory.allocate("b", b)), Arguments.of(c),
        Arguments.of(n)));
    double[] expected = new double[n];
    Arrays.setAll(expected, i -> a[i] + b[i]);
    assertThat(memory.doubles(c, n)).isEqualTo(expected);
  }

  @Test
  void theLaunchHasToFitTheDeclaration() {
    PtxKernel kernel = PtxModule.parse(VECTOR_ADD).kernel();
    List<byte[]> arguments = List.of(Arguments.of(0L), Arguments.of(0L), Arguments.of(0L), Arguments.of(0));
    assertThatThrownBy(() -> kernel.launch(Launch.of(1, 512), new GlobalMemory(), arguments))
        .hasMessageContaining("at most 256");
    assertThatThrownBy(() -> kernel.launch(Launch.of(1, 1), new GlobalMemory(), arguments.subList(0, 3)))
        .hasMessageContaining("4 parameters");
    List<byte[]> wrong = List.of(Arguments.of(0L), Arguments.of(0L), Arguments.of(0L), Arguments.of(0L));
    assertThatThrownBy(() -> kernel.launch(Launch.of(1, 1), new GlobalMemory(), wrong)).hasMessageContaining("4 bytes");
  }

  /** Writes the sum of 256 numbers, one for each thread: s[i] += s[i + h] for h = 128, 64, ..., 1. */
  static final String TREE = HEADER + """
      .shared .align 8 .b8 s[2048];
      .visible .entry tree(.param .u64 in, .param .u64 out) .reqntid 256 {
        .reg .pred %p; .reg .b32 %r<6>; .reg .b64 %rd<6>; .reg .f64 %fd<4>;
        mov.u32 %r0, %tid.x; mov.u32 %r1, %ctaid.x;
        mad.lo.u32 %r2, %r1, 256, %r0;
        ld.param.u64 %rd0, [in];
        mul.wide.u32 %rd1, %r2, 8;
        add.s64 %rd2, %rd0, %rd1;
        ld.global.f64 %fd0, [%rd2];
        mov.u32 %r3, s;
        shl.b32 %r4, %r0, 3;
        add.u32 %r3, %r3, %r4;
        st.shared.f64 [%r3], %fd0;
        mov.u32 %r5, 128;
      next:
        bar.sync 0;
        setp.lt.u32 %p, %r0, %r5;
        @!%p bra skip;
        shl.b32 %r4, %r5, 3;
        add.u32 %r4, %r3, %r4;
        ld.shared.f64 %fd1, [%r3];
        ld.shared.f64 %fd2, [%r4];
        add.rn.f64 %fd1, %fd1, %fd2;
        st.shared.f64 [%r3], %fd1;
      skip:
        shr.u32 %r5, %r5, 1;
        setp.ne.u32 %p, %r5, 0;
        @%p bra.uni next;
        setp.eq.u32 %p, %r0, 0;
        ld.param.u64 %rd3, [out];
        mul.wide.u32 %rd4, %r1, 8;
        add.u64 %rd3, %rd3, %rd4;
        @%p st.global.f64 [%rd3], %fd1;
        exit;
      }
      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void treeReduction(int blocks) {
    double[] numbers = new Random(blocks).doubles(256L * blocks).toArray();
    double[] expected = new double[blocks];
    for (int block = 0; block < blocks; block++) {
      double[] s = Arrays.copyOfRange(numbers, 256 * block, 256 * block + 256);
      for (int h = 128; h > 0; h /= 2) {
        for (int i = 0; i < h; i++) {
          s[i] += s[i + h];
        }
      }
      expected[block] = s[0];
    }
    GlobalMemory memory = new GlobalMemory();
    long out = memory.allocate("out", 8 * blocks);
    PtxModule module = PtxModule.parse(TREE);
    assertThat(module.version()).isEqualTo("7.0");
    assertThat(module.kernel().sharedBytes()).isEqualTo(2048);
    module.kernel().launch(Launch.of(blocks, 256), memory,
        List.of(Arguments.of(memory.allocate("in", numbers)), Arguments.of(out)));
    assertThat(memory.doubles(out, blocks)).isEqualTo(expected);
  }

  /** Without the barrier a thread reads what another may not have written yet. */
  @Test
  void theTreeNeedsItsBarrier() {
    GlobalMemory memory = new GlobalMemory();
    List<byte[]> arguments = List.of(Arguments.of(memory.allocate("in", new double[256])),
        Arguments.of(memory.allocate("out", 8)));
    PtxKernel kernel = PtxModule.parse(TREE.replace("bar.sync 0;", "")).kernel();
    assertThatThrownBy(() -> kernel.launch(Launch.of(1, 256), memory, arguments)).isInstanceOf(PtxException.class)
        .hasMessageContaining("race: thread 0 of block 0 reads").hasMessageContaining("thread 128 of block 0 wrote");
  }

  /** Every thread loops as often as its number says, and takes one of two sides in each round. */
  static final String LOOPS = HEADER + """
      .visible .entry loops(.param .u64 out) {
        .reg .pred %p<3>; .reg .u32 %r<4>; .reg .u64 %rd<3>;
        mov.u32 %r0, %tid.x;
        mov.u32 %r1, 0;
        mov.u32 %r2, %r0;
      loop:
        setp.eq.u32 %p0, %r2, 0;
        @%p0 bra end;
        and.b32 %r3, %r2, 1;
        setp.ne.u32 %p1, %r3, 0;
        @%p1 bra odd;
        add.u32 %r1, %r1, %r2;
        bra.uni both;
      odd:
        mad.lo.u32 %r1, %r2, 10, %r1;
      both:
        sub.u32 %r2, %r2, 1;
        bra loop;
      end:
        ld.param.u64 %rd0, [out];
        mul.wide.u32 %rd1, %r0, 4;
        add.u64 %rd2, %rd0, %rd1;
        st.global.u32 [%rd2], %r1;
        ret;
      }
      """;

  @Test
  void threadsDivergeAndMeetAgain() {
    int threads = 100;
    GlobalMemory memory = new GlobalMemory();
    long out = memory.allocate("out", 4 * threads);
    long executed = PtxModule.parse(LOOPS).kernel().launch(Launch.of(1, threads), memory, List.of(Arguments.of(out)));
    long[] pairs = memory.longs(out, threads / 2);
    long count = 0;
    for (int i = 0; i < threads; i++) {
      long expected = 0;
      for (int k = i; k > 0; k--) {
        expected += k % 2 == 0 ? k : 10 * k;
      }
      assertThat((pairs[i / 2] >>> (32 * (i % 2))) & 0xFFFFFFFFL).as("thread %s", i).isEqualTo(expected);
      // 3 before the loop, 2 to leave it, 5 after it; 9 in an even round, 8 in an odd one
      count += 10 + 9L * (i / 2) + 8L * ((i + 1) / 2);
    }
    assertThat(executed).isEqualTo(count);
  }

  @Test
  void aLoopWithoutEndIsStopped() {
    String text = HEADER + ".visible .entry forever() { again: bra again; }";
    assertThatThrownBy(() -> PtxModule.parse(text).kernel().launch(Launch.of(1, 32).withLimit(10_000),
        new GlobalMemory(), List.of())).hasMessageContaining("stuck");
  }

  /** The bits of NaN are the launch's choice. */
  @ParameterizedTest
  @ValueSource(longs = {0x7FF8000000000000L, 0xFFF8000000000000L, 0x7FFFFFFFFFFFFFFFL})
  void nanIsChosen(long bits) {
    String text = HEADER + """
        .visible .entry nan(.param .u64 out) {
          .reg .u64 %rd; .reg .f64 %fd;
          ld.param.u64 %rd, [out];
          mov.f64 %fd, 0d7FF0000000000000;
          sub.rn.f64 %fd, %fd, %fd;
          st.global.f64 [%rd], %fd;
          ret;
        }
        """;
    GlobalMemory memory = new GlobalMemory();
    long out = memory.allocate("out", 8);
    PtxModule.parse(text).kernel().launch(Launch.of(1, 1).withNan(bits), memory, List.of(Arguments.of(out)));
    assertThat(memory.longs(out, 1)).containsExactly(bits);
  }
}
