package io.pathwise.cuda.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each instruction against results computed by hand from the text of the ISA. Columns: the instruction, the types of
 * its destination and sources, the sources' values, the destination's value.
 */
class InstructionTest {

  /** What {@link Launch#of} gives for NaN. */
  private static final String ODD_NAN = "bits:FFF800000BADCAFE";

  /** Less, equal, greater, unordered. */
  static final List<String> PAIRS = List.of("1 2", "-0.0 0.0", "Infinity 2", "NaN 1");

  private static void check(String instruction, String types, String values, String expected) {
    PtxType type = SingleInstruction.type(types.substring(0, (types + " ").indexOf(' ')));
    long bits = SingleInstruction.bits(instruction, types, values == null ? "" : values);
    String wanted = expected.equals("oddNaN") ? ODD_NAN : expected;
    assertThat(Long.toHexString(bits)).isEqualTo(Long.toHexString(SingleInstruction.bits(type, wanted)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
      // half an ulp of 1 is 2^-53: a tie goes to the even neighbour, more than that up
      "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 1 0x1p-53 ~ 1",
      "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0x1.0000000000001p0 0x1p-53 ~ 0x1.0000000000002p0",
      "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 1 0x1.0000000000001p-53 ~ 0x1.0000000000001p0",
      "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ -0.0 -0.0 ~ -0.0", "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ -0.0 0.0 ~ 0.0",
      "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0x1p-1074 0x1p-1074 ~ 0x1p-1073",
      "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ Infinity -Infinity ~ oddNaN",
      "add.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ NaN 1 ~ oddNaN", "add.rn.f64 %d, %a, 0d3FF0000000000000 ~ f64 f64 ~ 2 ~ 3",
      "add.rn.f64 %d, %a, -0.5 ~ f64 f64 ~ 2 ~ 1.5",
      "add.rn.f64 %d, %a, %b ~ b64 f64 b64 ~ 2 0x4000000000000000 ~ 0x4010000000000000",
      "sub.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 1 1 ~ 0.0", "sub.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ -0.0 0.0 ~ -0.0",
      "sub.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 1 0x1p-54 ~ 1",
      "mul.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ -2 3 ~ -6", "mul.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0.0 -1 ~ -0.0",
      "mul.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0x1p-600 0x1p-470 ~ 0x1p-1070",
      "mul.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0.0 Infinity ~ oddNaN",
      "mul.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0x1p1000 0x1p1000 ~ Infinity",
      "div.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 1 3 ~ 0x1.5555555555555p-2",
      "div.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ -1 0.0 ~ -Infinity",
      "div.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0.0 0.0 ~ oddNaN",
      "div.rn.f64 %d, %a, %b ~ f64 f64 f64 ~ 0x1p-1073 2 ~ 0x1p-1074",
      "sqrt.rn.f64 %d, %a ~ f64 f64 ~ 2 ~ 0x1.6a09e667f3bcdp0", "sqrt.rn.f64 %d, %a ~ f64 f64 ~ -0.0 ~ -0.0",
      "sqrt.rn.f64 %d, %a ~ f64 f64 ~ -1 ~ oddNaN", "sqrt.rn.f64 %d, %a ~ f64 f64 ~ Infinity ~ Infinity",
      "neg.f64 %d, %a ~ f64 f64 ~ 0.0 ~ -0.0",
      "neg.f64 %d, %a ~ f64 f64 ~ bits:7FF8000000000001 ~ bits:FFF8000000000001",
      "abs.f64 %d, %a ~ f64 f64 ~ -0.0 ~ 0.0", "abs.f64 %d, %a ~ f64 f64 ~ -Infinity ~ Infinity",
      "abs.f64 %d, %a ~ f64 f64 ~ bits:FFF8000000000001 ~ bits:7FF8000000000001"})
  void doubleArithmetic(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }

  /** (1 + 2^-30)^2 - (1 + 2^-29) = 2^-60 is lost by any rounding of the product. */
  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
      "fma.rn.f64 %d, %a, %b, %c ~ f64 f64 f64 f64 ~ 0x1.00000004p0 0x1.00000004p0 -0x1.00000008p0 ~ 0x1p-60",
      "fma.rn.f64 %d, %a, %b, %c ~ f64 f64 f64 f64 ~ 2 3 4 ~ 10",
      "fma.rn.f64 %d, %a, %b, %c ~ f64 f64 f64 f64 ~ 0x1p1000 0x1p1000 -Infinity ~ -Infinity",
      "fma.rn.f64 %d, %a, %b, %c ~ f64 f64 f64 f64 ~ 0.0 Infinity 1 ~ oddNaN",
      "fma.rn.f64 %d, %a, %b, %c ~ f64 f64 f64 f64 ~ -0.0 1 -0.0 ~ -0.0",
      "fma.rn.f64 %d, %a, %b, %c ~ f64 f64 f64 f64 ~ 1 1 -1 ~ 0.0"})
  void fusedMultiplyAddRoundsOnce(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"add.u32 %d, %a, %b ~ u32 u32 u32 ~ 0xFFFFFFFF 2 ~ 1",
      "add.s64 %d, %a, %b ~ s64 s64 s64 ~ 0x7FFFFFFFFFFFFFFF 1 ~ 0x8000000000000000",
      "add.u16 %d, %a, %b ~ u16 u16 u16 ~ 65535 1 ~ 0", "add.s32 %d, %a, -3 ~ b32 u32 ~ 1 ~ -2",
      "sub.u32 %d, %a, %b ~ u32 u32 u32 ~ 1 2 ~ 0xFFFFFFFF", "sub.u64 %d, %a, %b ~ u64 u64 u64 ~ 1 2 ~ -1",
      "neg.s32 %d, %a ~ s32 s32 ~ 0x80000000 ~ 0x80000000", "abs.s32 %d, %a ~ s32 s32 ~ -5 ~ 5",
      "abs.s64 %d, %a ~ s64 s64 ~ -5 ~ 5",
      "mul.lo.u32 %d, %a, %b ~ u32 u32 u32 ~ 0xFFFFFFFF 0xFFFFFFFF ~ 1",
      "mul.lo.s64 %d, %a, %b ~ s64 s64 s64 ~ -3 5 ~ -15",
      // (2^32 - 1)^2 = 2^64 - 2^33 + 1; as signed numbers (-1)^2 = 1
      "mul.hi.u32 %d, %a, %b ~ u32 u32 u32 ~ 0xFFFFFFFF 0xFFFFFFFF ~ 0xFFFFFFFE",
      "mul.hi.s32 %d, %a, %b ~ s32 s32 s32 ~ 0xFFFFFFFF 0xFFFFFFFF ~ 0",
      "mul.hi.s32 %d, %a, %b ~ s32 s32 s32 ~ -1 2 ~ -1",
      "mul.hi.u64 %d, %a, %b ~ u64 u64 u64 ~ -1 -1 ~ -2", "mul.hi.s64 %d, %a, %b ~ s64 s64 s64 ~ -1 -1 ~ 0",
      "mul.hi.u64 %d, %a, %b ~ u64 u64 u64 ~ 0x8000000000000000 2 ~ 1",
      "mul.hi.u16 %d, %a, %b ~ u16 u16 u16 ~ 0x8000 4 ~ 2",
      "mul.wide.u32 %d, %a, %b ~ u64 u32 u32 ~ 0xFFFFFFFF 0xFFFFFFFF ~ 0xFFFFFFFE00000001",
      "mul.wide.s32 %d, %a, %b ~ s64 s32 s32 ~ 0xFFFFFFFF 0xFFFFFFFF ~ 1",
      "mul.wide.s32 %d, %a, 8 ~ b64 s32 ~ -2 ~ -16", "mul.wide.u16 %d, %a, %b ~ u32 u16 u16 ~ 65535 65535 ~ 0xFFFE0001",
      "mad.lo.u32 %d, %a, %b, %c ~ u32 u32 u32 u32 ~ 3 4 0xFFFFFFFF ~ 11",
      "mad.lo.s64 %d, %a, %b, %c ~ s64 s64 s64 s64 ~ -3 4 5 ~ -7",
      "mad.wide.u32 %d, %a, %b, %c ~ u64 u32 u32 u64 ~ 0xFFFFFFFF 2 1 ~ 0x1FFFFFFFF",
      "mad.hi.u32 %d, %a, %b, %c ~ u32 u32 u32 u32 ~ 0x80000000 4 7 ~ 9",
      "div.s32 %d, %a, %b ~ s32 s32 s32 ~ -7 2 ~ -3", "rem.s32 %d, %a, %b ~ s32 s32 s32 ~ -7 2 ~ -1",
      "div.u32 %d, %a, %b ~ u32 u32 u32 ~ 0xFFFFFFF9 2 ~ 0x7FFFFFFC", "rem.u32 %d, %a, %b ~ u32 u32 u32 ~ 7 4 ~ 3",
      "div.u64 %d, %a, %b ~ u64 u64 u64 ~ -1 2 ~ 0x7FFFFFFFFFFFFFFF", "rem.u64 %d, %a, %b ~ u64 u64 u64 ~ -1 16 ~ 15",
      "min.s32 %d, %a, %b ~ s32 s32 s32 ~ -1 1 ~ -1", "min.u32 %d, %a, %b ~ u32 u32 u32 ~ 0xFFFFFFFF 1 ~ 1",
      "max.s64 %d, %a, %b ~ s64 s64 s64 ~ -1 1 ~ 1", "max.u64 %d, %a, %b ~ u64 u64 u64 ~ -1 1 ~ -1"})
  void integerArithmetic(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"and.b32 %d, %a, %b ~ b32 b32 u32 ~ 0xFF00FF00 0x0FF00FF0 ~ 0x0F000F00",
      "or.b64 %d, %a, %b ~ b64 b64 b64 ~ 0xF000000000000001 2 ~ 0xF000000000000003",
      "xor.b64 %d, %a, %b ~ b64 u64 s64 ~ -1 1 ~ -2", "not.b32 %d, %a ~ b32 b32 ~ 1 ~ 0xFFFFFFFE",
      "not.b64 %d, %a ~ b64 b64 ~ 0 ~ -1", "cnot.b32 %d, %a ~ b32 b32 ~ 0 ~ 1", "cnot.b64 %d, %a ~ b64 b64 ~ 7 ~ 0",
      "and.pred %d, %a, %b ~ pred pred pred ~ 1 0 ~ 0", "or.pred %d, %a, %b ~ pred pred pred ~ 1 0 ~ 1",
      "xor.pred %d, %a, %b ~ pred pred pred ~ 1 1 ~ 0", "not.pred %d, %a ~ pred pred ~ 1 ~ 0",
      "xor.b64 %d, %a, %b ~ f64 f64 b64 ~ 1.5 0x8000000000000000 ~ -1.5",
      "shl.b32 %d, %a, %b ~ b32 b32 u32 ~ 0xC0000001 1 ~ 0x80000002",
      "shl.b32 %d, %a, %b ~ b32 b32 u32 ~ 1 31 ~ 0x80000000", "shl.b32 %d, %a, %b ~ b32 b32 u32 ~ 1 32 ~ 0",
      "shl.b32 %d, %a, %b ~ b32 b32 u32 ~ 1 0xFFFFFFFF ~ 0",
      "shl.b64 %d, %a, %b ~ b64 b64 u32 ~ 3 63 ~ 0x8000000000000000",
      "shl.b64 %d, %a, 64 ~ b64 b64 ~ 1 ~ 0", "shl.b16 %d, %a, 15 ~ b16 b16 ~ 3 ~ 0x8000",
      "shr.u32 %d, %a, %b ~ u32 u32 u32 ~ 0x80000000 31 ~ 1", "shr.u32 %d, %a, %b ~ u32 u32 u32 ~ 0x80000000 32 ~ 0",
      "shr.s32 %d, %a, %b ~ s32 s32 u32 ~ 0x80000000 31 ~ -1", "shr.s32 %d, %a, %b ~ s32 s32 u32 ~ 0x80000000 32 ~ -1",
      "shr.s32 %d, %a, %b ~ s32 s32 u32 ~ 0x80000000 0xFFFFFFFF ~ -1",
      "shr.s32 %d, %a, %b ~ s32 s32 u32 ~ 0x40000000 99 ~ 0", "shr.s32 %d, %a, %b ~ s32 s32 u32 ~ -8 1 ~ -4",
      "shr.b64 %d, %a, %b ~ b64 b64 u32 ~ -1 60 ~ 15", "shr.u64 %d, %a, %b ~ u64 u64 u32 ~ -1 64 ~ 0",
      "shr.s64 %d, %a, %b ~ s64 s64 u32 ~ -9 1 ~ -5", "shr.s64 %d, %a, %b ~ s64 s64 u32 ~ -9 1000 ~ -1",
      "shr.s16 %d, %a, 15 ~ s16 s16 ~ 0x8000 ~ -1"})
  void logicAndShifts(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }

  /** Every comparison of doubles on less, equal, greater and unordered operands. */
  @ParameterizedTest
  @CsvSource({"eq,0100", "ne,1010", "lt,1000", "le,1100", "gt,0010", "ge,0110", "equ,0101", "neu,1011", "ltu,1001",
      "leu,1101", "gtu,0011", "geu,0111", "num,1110", "nan,0001"})
  void comparisonsOfDoubles(String comparison, String expected) {
    for (int i = 0; i < PAIRS.size(); i++) {
      check("setp." + comparison + ".f64 %d, %a, %b", "pred f64 f64", PAIRS.get(i), expected.substring(i, i + 1));
    }
    check("setp." + comparison + ".f64 %d, %a, %b", "pred f64 f64", "1 NaN", expected.substring(3));
    check("setp." + comparison + ".f64 %d, %a, %b", "pred f64 f64", "NaN NaN", expected.substring(3));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"setp.lt.s32 %d, %a, %b ~ pred s32 s32 ~ -1 1 ~ 1",
      "setp.lt.u32 %d, %a, %b ~ pred u32 u32 ~ 0xFFFFFFFF 1 ~ 0",
      "setp.lo.u32 %d, %a, %b ~ pred u32 u32 ~ 1 0xFFFFFFFF ~ 1",
      "setp.hs.u64 %d, %a, %b ~ pred u64 u64 ~ -1 1 ~ 1", "setp.ge.s64 %d, %a, %b ~ pred s64 s64 ~ -1 1 ~ 0",
      "setp.ls.u32 %d, %a, %b ~ pred u32 u32 ~ 1 1 ~ 1", "setp.hi.u32 %d, %a, %b ~ pred u32 u32 ~ 1 1 ~ 0",
      "setp.eq.b64 %d, %a, %b ~ pred f64 f64 ~ -0.0 0.0 ~ 0", "setp.ne.b32 %d, %a, 5 ~ pred b32 ~ 5 ~ 0",
      "setp.lt.and.f64 %d, %a, 2.0, %b ~ pred f64 pred ~ 1 0 ~ 0",
      "setp.lt.and.f64 %d, %a, 2.0, !%b ~ pred f64 pred ~ 1 0 ~ 1",
      "setp.lt.or.f64 %d, %a, 2.0, %b ~ pred f64 pred ~ 3 1 ~ 1",
      "setp.eq.xor.u32 %d, %a, 2, %b ~ pred u32 pred ~ 2 1 ~ 0",
      // the second destination takes the complement of the comparison
      "setp.lt.f64 _|%d, %a, %b ~ pred f64 f64 ~ NaN 1 ~ 1",
      "setp.lt.and.f64 _|%d, %a, 2.0, %b ~ pred f64 pred ~ 1 1 ~ 0",
      "setp.lt.f64 %d|_, %a, %b ~ pred f64 f64 ~ 0 1 ~ 1",
      "selp.f64 %d, %a, %b, %c ~ f64 f64 f64 pred ~ -0.0 2 1 ~ -0.0",
      "selp.f64 %d, %a, %b, %c ~ f64 f64 f64 pred ~ 1 bits:FFF0000000000123 0 ~ bits:FFF0000000000123",
      "selp.b64 %d, %a, %b, %c ~ f64 f64 b64 pred ~ 1 0x4000000000000000 0 ~ 2",
      "selp.u32 %d, 1, 0, %a ~ u32 pred ~ 1 ~ 1", "selp.s32 %d, -1, 0, %a ~ s32 pred ~ 1 ~ -1"})
  void comparisonsAndSelection(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"cvt.u64.u32 %d, %a ~ u64 u32 ~ 0xFFFFFFFF ~ 0xFFFFFFFF",
      "cvt.s64.s32 %d, %a ~ s64 s32 ~ -2 ~ -2", "cvt.u64.s32 %d, %a ~ u64 s32 ~ -2 ~ 0xFFFFFFFFFFFFFFFE",
      "cvt.u32.u64 %d, %a ~ u32 u64 ~ 0x123456789 ~ 0x23456789", "cvt.s32.s8 %d, %a ~ s32 s32 ~ 0x1FF ~ -1",
      "cvt.u32.u8 %d, %a ~ u32 u32 ~ 0x1FF ~ 255", "cvt.u16.u32 %d, %a ~ u16 u32 ~ 0x12345 ~ 0x2345",
      // a destination wider than the type is extended by the type's sign
      "cvt.s8.u32 %d, %a ~ s32 u32 ~ 0x80 ~ -128", "cvt.u8.u32 %d, %a ~ u32 u32 ~ 0x180 ~ 0x80",
      "cvt.s16.s64 %d, %a ~ b64 s64 ~ 0x18000 ~ 0xFFFFFFFFFFFF8000",
      "cvt.rn.f64.s32 %d, %a ~ f64 s32 ~ -7 ~ -7", "cvt.rn.f64.u32 %d, %a ~ f64 u32 ~ 0xFFFFFFFF ~ 4294967295",
      // 2^53 + 1 is a tie, 2^53 + 3 too: both go to the even neighbour
      "cvt.rn.f64.s64 %d, %a ~ f64 s64 ~ 9007199254740993 ~ 9007199254740992",
      "cvt.rn.f64.s64 %d, %a ~ f64 s64 ~ 9007199254740995 ~ 9007199254740996",
      "cvt.rn.f64.u64 %d, %a ~ f64 u64 ~ -1 ~ 0x1p64", "cvt.rn.f64.u64 %d, %a ~ f64 u64 ~ 0x8000000000000400 ~ 0x1p63",
      "cvt.rn.f64.u64 %d, %a ~ f64 u64 ~ 0x8000000000000401 ~ 0x1.0000000000001p63",
      "cvt.rni.s32.f64 %d, %a ~ s32 f64 ~ 2.5 ~ 2", "cvt.rni.s32.f64 %d, %a ~ s32 f64 ~ 3.5 ~ 4",
      "cvt.rzi.s32.f64 %d, %a ~ s32 f64 ~ -2.9 ~ -2", "cvt.rmi.s32.f64 %d, %a ~ s32 f64 ~ -2.1 ~ -3",
      "cvt.rpi.s32.f64 %d, %a ~ s32 f64 ~ 2.1 ~ 3", "cvt.rzi.s32.f64 %d, %a ~ s32 f64 ~ 1e10 ~ 0x7FFFFFFF",
      "cvt.rzi.s32.f64 %d, %a ~ s32 f64 ~ -1e10 ~ 0x80000000", "cvt.rzi.u32.f64 %d, %a ~ u32 f64 ~ -1 ~ 0",
      "cvt.rzi.u32.f64 %d, %a ~ u32 f64 ~ 1e10 ~ 0xFFFFFFFF",
      "cvt.rzi.s64.f64 %d, %a ~ s64 f64 ~ Infinity ~ 0x7FFFFFFFFFFFFFFF",
      "cvt.rzi.s64.f64 %d, %a ~ s64 f64 ~ -0x1p63 ~ 0x8000000000000000",
      "cvt.rzi.u64.f64 %d, %a ~ u64 f64 ~ 0x1.8p63 ~ 0xC000000000000000",
      "cvt.rzi.u64.f64 %d, %a ~ u64 f64 ~ 0x1p64 ~ -1",
      "cvt.rzi.s64.f64 %d, %a ~ s64 f64 ~ NaN ~ 0x8000000000000000",
      "cvt.rzi.s32.f64 %d, %a ~ s32 f64 ~ NaN ~ 0x80000000", "cvt.rzi.u32.f64 %d, %a ~ u32 f64 ~ NaN ~ 0x80000000",
      "cvt.rni.f64.f64 %d, %a ~ f64 f64 ~ 0.5 ~ 0.0", "cvt.rni.f64.f64 %d, %a ~ f64 f64 ~ 1.5 ~ 2",
      "cvt.rzi.f64.f64 %d, %a ~ f64 f64 ~ -0.5 ~ -0.0", "cvt.rmi.f64.f64 %d, %a ~ f64 f64 ~ -0.5 ~ -1",
      "cvt.rpi.f64.f64 %d, %a ~ f64 f64 ~ 0.5 ~ 1"})
  void conversions(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {"mov.f64 %d, %a ~ f64 f64 ~ -0.0 ~ -0.0",
      "mov.b64 %d, %a ~ b64 f64 ~ 1 ~ 0x3FF0000000000000",
      "mov.u32 %d, 0xFFFFFFFF ~ u32 ~ ~ -1", "mov.u32 %d, 017 ~ u32 ~ ~ 15", "mov.u32 %d, 0b101 ~ u32 ~ ~ 5",
      "mov.u32 %d, 4294967295U ~ u32 ~ ~ -1", "mov.f64 %d, 0d8000000000000000 ~ f64 ~ ~ -0.0",
      "mov.f64 %d, 1.5e3 ~ f64 ~ ~ 1500", "mov.pred %d, 1 ~ pred ~ ~ 1", "mov.pred %d, %a ~ pred pred ~ 0 ~ 0",
      "mov.b64 %d, {%a, %b} ~ b64 b32 u32 ~ 1 2 ~ 0x200000001", "mov.b32 %d, {%a, %b} ~ b32 b16 b16 ~ 1 2 ~ 0x20001",
      ".reg .b32 %x; mov.b64 {%d, %x}, %a ~ b32 b64 ~ 0x200000001 ~ 1",
      ".reg .b32 %x; mov.b64 {%x, %d}, %a ~ b32 f64 ~ 1 ~ 0x3FF00000",
      "mov.u32 %d, %ntid.x ~ u32 ~ ~ 1", "mov.u32 %d, %nctaid.y ~ u32 ~ ~ 1", "mov.u32 %d, %ctaid.z ~ u32 ~ ~ 0"})
  void moves(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
      ".shared .align 8 .b8 s[16]; st.shared.b64 [s+8], %a; ld.shared.u32 %d, [s+12] ~ u32 u64 ~ 0x1122334455667788 ~ 0x11223344",
      ".shared .align 8 .b8 s[16]; st.shared.b64 [s], %a; ld.shared.s8 %d, [s+1] ~ s32 u64 ~ 0x8000 ~ -128",
      ".shared .align 8 .b8 s[16]; st.shared.b64 [s], %a; ld.shared.u16 %d, [s] ~ u32 u64 ~ 0xFFFF8000 ~ 0x8000",
      ".shared .align 8 .b8 s[16]; st.shared.u8 [s], %a; ld.shared.s8 %d, [s] ~ s64 u64 ~ 0x1FF ~ -1",
      ".local .f64 l; st.local.f64 [l], %a; ld.local.f64 %d, [l] ~ f64 f64 ~ -0.0 ~ -0.0",
      ".local .align 16 .b8 l[32]; st.local.v2.f64 [l+16], {%a, %b}; ld.local.f64 %d, [l+24] ~ f64 f64 f64 ~ 1 2 ~ 2",
      ".local .b32 l[4]; .reg .u64 %p; mov.u64 %p, l; st.local.u32 [%p+4], %a; ld.local.u32 %d, [%p+4] ~ u32 u32 ~ 9 ~ 9",
      ".shared .b64 s[2]; .reg .u32 %p; mov.u32 %p, s; st.shared.u64 [%p+8], %a; ld.shared.u64 %d, [%p+8] ~ u64 u64 ~ 9 ~ 9",
      ".shared .align 16 .b32 s[4]; .reg .u32 %x<3>; st.shared.v4.u32 [s], {1, 2, %a, 4}; ld.shared.v4.u32 {%x0, %x1, %d, %x2}, [s] ~ u32 u32 ~ 9 ~ 9"})
  void memory(String instruction, String types, String values, String expected) {
    check(instruction, types, values, expected);
  }
}
