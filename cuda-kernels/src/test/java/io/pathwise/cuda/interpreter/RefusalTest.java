package io.pathwise.cuda.interpreter;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is unknown, wrong or undefined is refused with the number of its line, and its neighbour is not. */
class RefusalTest {

  private static final int THREADS = 64;

  /** The line with the code under test is the fifth. */
  private static final String KERNEL = """
      .version 7.0
      .target sm_70
      .address_size 64
      .visible .entry k(.param .u64 buffer, .param .u32 n) { .reg .pred %p, %q; .reg .b32 %r<9>; .reg .u64 %u; .reg .f64 %f<9>; .reg .b64 %b<9>; .reg .u16 %h; .shared .align 8 .b8 s[64]; .shared .b64 w; ld.param.u64 %b0, [buffer]; mov.u32 %r0, %tid.x; mul.wide.u32 %b1, %r0, 8; add.u64 %b1, %b0, %b1; mov.f64 %f0, 1.0; mov.u32 %r1, 1; mov.u64 %b2, 2; mov.u64 %u, 3; mov.u16 %h, 4; setp.lt.u32 %p, %r0, 32; mov.f64 %f1, 2.0;
      CODE
      done: ret; }
      """;

  /** A module with that code on its fifth line. */
  static String text(String code) {
    return KERNEL.replace("CODE", code);
  }

  private static void run(String code) {
    GlobalMemory memory = new GlobalMemory();
    long buffer = memory.allocate("buffer", new double[THREADS]);
    memory.allocate("next", 8 * THREADS);
    PtxModule.parse(text(code)).kernel().launch(Launch.of(2, THREADS).withLimit(1_000_000), memory,
        List.of(Arguments.of(buffer), Arguments.of(7)));
  }

  /** Text that is no PTX; NVIDIA's assembler refuses it too, see {@link AssemblerAgreementTest}. */
  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"frobnicate.u32 %r1, %r1; ~ unknown instruction",
      ".frobnicate; ~ unknown directive", "add.u32 %r1, %r1 %r1; ~ expected ';'", "`; ~ unexpected character",
      "st.global.f64 [%b0-8], %f0; ~ expected ']'", "bra nowhere; ~ no label nowhere", "x: x: ret; ~ defined twice",
      "bra %r1; ~ no label", ".reg .u64 %u; ~ declared twice", ".shared .pred x; ~ unknown type",
      ".shared .align 3 .b8 x[9]; ~ power of two", "fma.f64 %f1, %f0, %f0, %f0; ~ rounding modifier .rn",
      "div.f64 %f1, %f0, %f0; ~ rounding modifier", "sqrt.f64 %f1, %f0; ~ rounding modifier",
      "add.rn.ftz.f64 %f1, %f0, %f0; ~ .ftz", "mul.u32 %r1, %r1, %r1; ~ a modifier is missing",
      "mul.wide.u64 %b2, %b2, %b2; ~ no product", "neg.u32 %r1, %r1; ~ signed",
      "add.b32 %r1, %r1, 1; ~ unknown with type", "setp.lt.b32 %p, %r1, 1; ~ no order",
      "setp.lo.s32 %p, %r1, 1; ~ unsigned", "setp.ltu.u32 %p, %r1, 1; ~ unknown comparison",
      "setp.lt.f64.f64 %p, %f0, %f0; ~ .f64", "cvt.f64.u32 %f1, %r1; ~ needs a rounding modifier",
      "cvt.rzi.u32.u64 %r1, %u; ~ .rzi", "cvt.rn.u32.f64 %r1, %f0; ~ .rn", "cvt.u32.b64 %r1, %u; ~ bits",
      "and.u32 %r1, %r1, 1; ~ unknown with type", "shl.u32 %r1, %r1, 1; ~ unknown with type",
      "st.global.nc.f64 [%b0], %f0; ~ .nc", "selp.pred %p, %p, %p, %p; ~ unknown with type",
      "add.u32 %r1, %r1, %undeclared; ~ undeclared register %undeclared",
      "add.u32 %undeclared, %r1, 1; ~ undeclared register", "@%undeclared ret; ~ undeclared register",
      "@%r1 ret; ~ no predicate", "add.u32 %r1, %r1; ~ 2 operands, not 3", "add.u32 %r1, %r1, 1, 1; ~ 4 operands",
      "add.rn.f64 %f1, %f0, %u; ~ .u64, not .f64", "add.u64 %u, %u, %f0; ~ .f64, not .u64",
      "add.u64 %u, %u, %r1; ~ .b32, not .u64", "add.u32 %r1, %u, 1; ~ .u64, not .u32",
      "mov.u32 %r1, %u; ~ .u64, not .u32", "mov.f64 %f1, %u; ~ .u64, not .f64", "mov.u64 %u, %f0; ~ .f64, not .u64",
      "mov.b32 %r1, %p; ~ .pred, not .b32", "and.pred %p, %p, %r1; ~ .b32, not .pred",
      "selp.u32 %r1, 1, 0, %r1; ~ .b32, not .pred", "add.u32 1, %r1, 1; ~ destination",
      "add.rn.f64 %f1, %f0, 1; ~ integer constant", "add.u64 %u, %u, 1.0; ~ double constant",
      "shl.b64 %b2, %b2, %u; ~ .u64, not .u32", "mov.u64 {%r1, %r2}, %b2; ~ packing",
      "mov.b64 %b2, {%r1, %h}; ~ .u16, not .b32", "add.u32 %r1, %tid.x, 1; ~ unexpected operand",
      "mov.u64 %u, %tid.x; ~ .u32", "add.u64 %u, s, 1; ~ not a register", "ld.global.u32 %h, [%b0]; ~ .u16, not .u32",
      "ld.global.u64 %f1, [%b0]; ~ .f64, not .u64", "st.global.f64 [%b1], %u; ~ .u64, not .f64",
      "ld.global.f64 %f1, [%f0]; ~ address %f0", "ld.global.f64 %f1, %b0; ~ brackets",
      "ld.global.f64 %f1, [w]; ~ another state space", "ld.global.v2.f64 %f1, [%b0]; ~ data operands",
      "ld.global.v4.f64 {%f1, %f2, %f3, %f4}, [%b0]; ~ 16 bytes", "ld.param.u32 %r1, [s]; ~ no parameter",
      "st.param.u32 [n], %r1; ~ read-only"})
  void refusesWhatIsWrong(String code, String message) {
    assertRefused(code, message);
  }

  /** PTX that is not known here, or whose result nobody should rely on; NVIDIA's assembler takes it. */
  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {".reg .f32 %x; ~ unknown type", ".reg .b8 %x; ~ unknown type",
      "add.f64 %f1, %f0, %f0; ~ rounding modifier", "mul.rz.f64 %f1, %f0, %f0; ~ rounding modifier",
      "min.f64 %f1, %f0, %f0; ~ unknown with type .f64", "add.sat.s32 %r1, %r1, 1; ~ .sat",
      "add.cc.u32 %r1, %r1, 1; ~ .cc", "cvt.sat.u8.u32 %r1, %r1; ~ .sat", "bar.sync 1; ~ barrier 0",
      "bar.sync 0, 64; ~ operands", "bar.arrive 1, 64; ~ .sync",
      "atom.global.add.u32 %r1, [%b0], 1; ~ unknown instruction", "popc.b32 %r1, %r1; ~ unknown instruction",
      "ld.f64 %f1, [%b0]; ~ state space", "add.u32 %r1, %r1, 4294967296; ~ does not fit",
      "add.u32 %r1, %r1, -2147483649; ~ does not fit", "mov.b64 {%r1, %r1}, %b2; ~ same register",
      "mov.u32 %r1, %tid.w; ~ component", "mov.u64 %u, n; ~ no address", "mov.u16 %h, s; ~ address",
      "ld.param.u32 %r1, [%b0]; ~ no parameter", "ld.param.u64 %u, [n]; ~ out of bounds",
      "ld.param.u32 %r1, [buffer+2]; ~ misaligned"})
  void refusesWhatIsUnknown(String code, String message) {
    assertRefused(code, message);
  }

  /** Mistakes that show when the code runs. */
  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"add.u32 %r1, %r2, 1; ~ reads %r2, which it never wrote",
      "@%q mov.u32 %r1, 1; ~ reads %q", "@%p mov.u32 %r2, 1; add.u32 %r1, %r2, 1; ~ thread 32 of block 0 reads %r2",
      "div.u32 %r1, %r1, 0; ~ division by zero", "rem.s64 %b2, %b2, 0; ~ division by zero",
      "mov.u32 %r2, 0x80000000; div.s32 %r1, %r2, -1; ~ does not fit", "st.global.f64 [%b1+1], %f0; ~ misaligned",
      "ld.global.v2.f64 {%f1, %f2}, [%b0+8]; ~ misaligned", "ld.shared.u32 %r1, [s+2]; ~ misaligned",
      "st.global.f64 [%b0+512], %f0; ~ out of bounds", "st.global.f64 [%b0+-8], %f0; ~ out of bounds",
      "ld.global.f64 %f1, [%u+5]; ~ out of bounds", "ld.shared.b64 %b2, [s+64]; ~ out of bounds",
      "ld.shared.b64 %b2, [s]; ~ never written", "ld.global.f64 %f1, [%b1+4608]; ~ never written",
      "@%p ret; bar.sync 0; ~ ended", "@%p bra a; bar.sync 0; bra done; a: bar.sync 0; ~ different barriers",
      "@%p bar.sync 0; ~ ended", "setp.eq.u32 %q, %r0, 3; @%q bra.uni done; ~ diverges"})
  void refusesWhatIsUndefined(String code, String message) {
    assertRefused(code, message);
  }

  private static void assertRefused(String code, String message) {
    assertThatThrownBy(() -> run(code)).isInstanceOf(PtxException.class).hasMessageContaining(message)
        .hasMessageContaining("line 5").extracting(e -> ((PtxException) e).line()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"st.global.f64 [%b0], %f0; ~ race: thread 1 of block 0 writes",
      "st.shared.f64 [s], %f0; ~ race: thread 1 of block 0 writes",
      // neighbours, then another block
      "ld.global.f64 %f1, [%b0]; st.global.f64 [%b1], %f0; ~ race: thread 0 of block 0 writes",
      "st.global.f64 [%b1], %f0; bar.sync 0; ld.global.f64 %f1, [%b0]; ~ race: thread 0 of block 1 writes",
      "ld.global.f64 %f1, [%b0]; bar.sync 0; st.global.f64 [%b1], %f0; ~ race: thread 0 of block 1 reads",
      "ld.global.nc.f64 %f1, [%b0]; bar.sync 0; setp.eq.u32 %q, %r0, 0; @%q st.global.f64 [%b0], %f0; ~ as constant",
      "st.global.f64 [%b1], %f0; ld.global.nc.f64 %f1, [%b1]; ~ wrote",
      // read by two threads, then written by one of them
      "setp.lt.u32 %q, %r0, 2; @%q ld.global.f64 %f1, [%b0]; setp.eq.u32 %q, %r0, 1; @%q st.global.f64 [%b0], %f0; ~ race"})
  void refusesRaces(String code, String message) {
    assertThatThrownBy(() -> run(code)).isInstanceOf(PtxException.class).hasMessageContaining(message);
  }

  /** Near to what is refused, but right. */
  @ParameterizedTest
  @ValueSource(strings = {"add.u32 %r1, %r1, 4294967295;", "add.u32 %r1, %r1, -2147483648;", "mov.b64 %b2, %f0;",
      "mov.b64 %f1, %b2;", "mov.f64 %f1, %b2;", "cvt.u64.u32 %b2, %r1;", "ld.param.u8 %r1, [n+3];",
      "@%p mov.u32 %r2, 1; @%p add.u32 %r1, %r2, 1;", "bar.sync 0; bar.sync 0;",
      "@%p bra a; mov.u32 %r1, 2; a: bar.sync 0;", "@%p ret;", "@%p bra.uni done;", "ld.global.f64 %f1, [%b0];",
      "{ .reg .u32 %u; mov.u32 %u, 1; }", ".pragma \"nounroll\";",
      "setp.eq.u32 %q, %r0, 0; @%q st.shared.f64 [s], %f0; bar.sync 0; ld.shared.f64 %f1, [s];",
      "shl.b32 %r1, %r1, 99;",
      "setp.eq.u32 %q, %r0, 3; @%q st.shared.f64 [s], %f0; @%q ld.shared.f64 %f1, [s]; @%q st.shared.f64 [s], %f0;",
      "setp.eq.u32 %q, %r0, 3; ld.global.f64 %f1, [%b1]; bar.sync 0; ld.global.f64 %f1, [%b0];",
      "mov.u32 %r2, %tid.x; bar.sync 0;"})
  void accepts(String code) {
    assertThatCode(() -> run(code)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {".target sm_70 ~ expected '.version'",
      ".version 7.0 .target sm_70 .address_size 32 ~ 64-bit",
      ".version 7.0 .target gpu .address_size 64 ~ architecture",
      ".version 7.0 .target sm_70 .address_size 64 .global .b8 x[4]; ~ .global",
      ".version 7.0 .target sm_70 .address_size 64 .entry k() .frob {ret;} ~ .frob",
      ".version 7.0 .target sm_70 .address_size 64 .entry k() .minnctapersm 2 {ret;} ~ needs .maxntid",
      ".version 7.0 .target sm_70 .address_size 64 .entry k() {ret;} .entry k() {ret;} ~ second entry",
      ".version 7.0 .target sm_70 .address_size 64 .entry k(.param .u64 a, .param .u64 a) {ret;} ~ twice",
      ".version 7.0 .target sm_70 .address_size 64 .entry k(.param .b8 a[5000]) {ret;} ~ 4352",
      ".version 7.0 .target sm_70 .address_size 64 .entry k() {ret; ~ unexpected 'end of text'"})
  void refusesModules(String text, String message) {
    assertThatThrownBy(() -> PtxModule.parse(text)).isInstanceOf(PtxException.class).hasMessageContaining(message);
  }

  @Test
  void controlMustNotRunPastTheEnd() {
    String text = WholeKernelTest.HEADER + ".entry k() { .reg .u32 %r; mov.u32 %r, 1; }";
    assertThatThrownBy(() -> PtxModule.parse(text).kernel().launch(Launch.of(1, 1), new GlobalMemory(), List.of()))
        .hasMessageContaining("past the end");
  }

  @Test
  void outputThatNobodyWroteIsRefused() {
    GlobalMemory memory = new GlobalMemory();
    long address = memory.allocate("out", 16);
    memory.put(address, 8, 1);
    assertThatCode(() -> memory.longs(address, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> memory.longs(address, 2)).hasMessageContaining("never written");
  }
}
