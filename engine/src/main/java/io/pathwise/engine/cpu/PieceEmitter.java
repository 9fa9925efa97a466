package io.pathwise.engine.cpu;

import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.cpu.Piece.Move;
import io.pathwise.engine.cpu.Piece.Store;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a piece into a class that implements {@link TileCode}: one loop over lanes. Start with {@link #emit}. */
final class PieceEmitter {

  private static final ClassDesc INTERFACE = ClassDesc.of(TileCode.class.getName());
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, CD_double.arrayType(), CD_double.arrayType(),
      CD_double.arrayType(), CD_long.arrayType(), CD_long.arrayType(), CD_int, CD_int, CD_int, CD_int);
  private static final int ROWS = 1;
  private static final int UNIFORMS = 2;
  private static final int COLUMNS = 3;
  private static final int WORDS = 4;
  private static final int RARE = 5;
  private static final int COLUMN_BASE = 6;
  private static final int NOISE_BASE = 7;
  private static final int TAPE_BASE = 8;
  private static final int WORD_BASE = 9;

  /** The most bytecodes of a main piece; far below what the JVM's compiler still takes, see {@link Grouping}. */
  static final int MOST_MAIN_BYTES = 2000;
  /** Larger methods are never compiled by the JVM. */
  private static final int MOST_BYTES = 8000;

  private final Code values;
  private final Tile tile;
  private final Form form;
  private final CodeBuilder code;
  private final int lane;
  private final Map<Integer, Integer> locals = new HashMap<>();

  private PieceEmitter(Code values, Tile tile, Form form, CodeBuilder code) {
    this.values = values;
    this.tile = tile;
    this.form = form;
    this.code = code;
    this.lane = code.allocateLocal(TypeKind.INT);
  }

  /** The bytes of a class that does what the piece says. Rare pieces have only a scalar form. */
  static byte[] emit(Code values, Piece piece, Tile tile, Form form) {
    ClassDesc name = ClassDesc.of(TileCode.class.getPackageName(), "Generated");
    byte[] bytes = ClassFile.of()
        .build(name, type -> type.withFlags(ClassFile.ACC_FINAL).withInterfaceSymbols(INTERFACE)
            .withMethodBody(INIT_NAME, MTD_void, 0,
                code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
            .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, code -> {
              PieceEmitter emitter = new PieceEmitter(values, tile, form, code);
              switch (piece) {
                case Piece.Main main -> emitter.main(main);
                case Piece.Rare rare -> emitter.rare(rare);
              }
              code.return_();
            }));
    checkSize(bytes, piece instanceof Piece.Main ? MOST_MAIN_BYTES : MOST_BYTES);
    return bytes;
  }

  private static void checkSize(byte[] bytes, int most) {
    ClassFile.of().parse(bytes).methods().forEach(method -> method.code().ifPresent(body -> {
      int length = ((CodeAttribute) body).codeLength();
      if (length > most) {
        throw new IllegalStateException("a generated method has " + length + " bytecodes, more than " + most);
      }
    }));
  }

  private void main(Piece.Main piece) {
    hoist(piece);
    for (int condition : piece.guards().values()) {
      for (int word = 0; word < tile.words(); word++) {
        code.aload(RARE).loadConstant(condition * tile.words() + word).lconst_0().lastore();
      }
    }
    code.iconst_0().istore(lane);
    Label next = code.newBoundLabel();
    for (int value : piece.order()) {
      compute(piece, value);
      for (Store store : piece.stores()) {
        if (store.value() == value && !store.last()) {
          store(value, store.target());
        }
      }
    }
    piece.stores().stream().filter(Store::last).forEach(store -> store(store.value(), store.target()));
    piece.moves().forEach(this::move);
    code.iload(lane);
    form.pushStep(code);
    code.iadd().dup().istore(lane).loadConstant(tile.lanes()).if_icmplt(next);
  }

  /** Visits the lanes whose bits are set. */
  private void rare(Piece.Rare piece) {
    hoist(piece);
    int word = code.allocateLocal(TypeKind.INT);
    int bits = code.allocateLocal(TypeKind.LONG);
    Label nextLane = code.newLabel();
    Label nextWord = code.newLabel();
    code.iconst_0().istore(word);
    Label start = code.newBoundLabel();
    code.aload(RARE).iload(word).loadConstant(piece.condition() * tile.words()).iadd().laload().lstore(bits);
    code.labelBinding(nextLane).lload(bits).lconst_0().lcmp().ifeq(nextWord);
    code.lload(bits).invokestatic(CD_Long, "numberOfTrailingZeros", MethodTypeDesc.of(CD_int, CD_long)).iload(word)
        .bipush(6).ishl().iadd().istore(lane);
    code.lload(bits).dup2().lconst_1().lsub().land().lstore(bits);
    piece.order().forEach(value -> compute(piece, value));
    store(piece.value(), piece.target());
    code.goto_(nextLane).labelBinding(nextWord);
    code.iinc(word, 1).iload(word).loadConstant(tile.words()).if_icmplt(start);
  }

  /** Puts into locals what is the same for all lanes: constants, uniforms, columns and words. */
  private void hoist(Piece piece) {
    Set<Integer> used = new HashSet<>();
    for (int value : piece.order()) {
      used.add(value);
      for (int k = 0; k < instruction(value).op().arity(); k++) {
        used.add(instruction(value).operand(k));
      }
    }
    used.stream().sorted().forEach(value -> {
      Place place = piece.loads().get(value);
      boolean isInput = place != null && !place.hasLanes();
      if (isInput || isConstant(value)) {
        form.spread(code, kind(value), () -> pushScalar(value, place));
        keep(value);
      }
    });
  }

  private boolean isConstant(int value) {
    return switch (instruction(value).op()) {
      case CONSTANT, INTEGER, TRUTH -> true;
      case INPUT, INTEGER_INPUT, NEG, ABS, SQRT, ADD, SUB, MUL, DIV, FMA, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR,
          NOT, SELECT, SELECT_RARE, INTEGER_SELECT, BITS, FROM_BITS, INTEGER_ADD, INTEGER_SUB, INTEGER_AND, INTEGER_OR,
          INTEGER_XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_SIGNED, MULTIPLY_LOW_WORDS ->
        false;
    };
  }

  private void pushScalar(int value, @org.jspecify.annotations.Nullable Place place) {
    long literal = instruction(value).literal();
    switch (place) {
      case null -> {
        switch (kind(value)) {
          case REAL -> code.loadConstant(Double.longBitsToDouble(literal));
          case INTEGER -> code.loadConstant(literal);
          case TRUTH -> code.loadConstant((int) literal);
        }
      }
      case Place.Uniform uniform -> code.aload(UNIFORMS).loadConstant(uniform.index()).daload();
      case Place.Column column ->
        code.aload(COLUMNS).iload(COLUMN_BASE).loadConstant(column.index()).iadd().daload();
      case Place.Word word -> {
        code.aload(WORDS).iload(WORD_BASE).loadConstant(word.index()).iadd().laload();
        switch (kind(value)) {
          case REAL -> ScalarForm.toReal(code);
          case INTEGER -> {
          }
          case TRUTH -> code.l2i();
        }
      }
      case Place.Row row -> throw new IllegalStateException("has lanes: " + row);
      case Place.NoiseRow row -> throw new IllegalStateException("has lanes: " + row);
      case Place.TapeRow row -> throw new IllegalStateException("has lanes: " + row);
    }
  }

  private void compute(Piece piece, int value) {
    Instruction instruction = instruction(value);
    if (instruction.op().arity() == 0) {
      ensureLoaded(piece, value);
      return;
    }
    Integer condition = piece instanceof Piece.Main main ? main.guards().get(value) : null;
    if (condition != null) {
      ensureLoaded(piece, instruction.a());
      ensureLoaded(piece, instruction.c());
      keepCondition(instruction.a(), condition);
      locals.put(value, local(instruction.c()));
      return;
    }
    for (int k = 0; k < instruction.op().arity(); k++) {
      ensureLoaded(piece, instruction.operand(k));
    }
    form.operation(code, instruction, k -> push(instruction.operand(k)));
    keep(value);
  }

  /** Sets the bits of a rare condition for the lanes at hand. */
  private void keepCondition(int truth, int condition) {
    code.aload(RARE).iload(lane).bipush(6).ishr().loadConstant(condition * tile.words()).iadd().dup2().laload();
    push(truth);
    form.toBits(code);
    code.iload(lane).lshl().lor().lastore();
  }

  private void ensureLoaded(Piece piece, int value) {
    if (!locals.containsKey(value)) {
      Place place = piece.loads().get(value);
      if (place == null) {
        throw new IllegalStateException("no place is known of instruction " + value);
      }
      form.load(code, kind(value), () -> pushElement(place));
      keep(value);
    }
  }

  private void store(int value, Place target) {
    form.store(code, kind(value), () -> pushElement(target), () -> push(value));
  }

  private void move(Move move) {
    if (!move.from().hasLanes()) {
      throw new IllegalStateException("only rows are moved: " + move);
    }
    int local = code.allocateLocal(form.type(Kind.REAL));
    form.load(code, Kind.REAL, () -> pushElement(move.from()));
    code.storeLocal(form.type(Kind.REAL), local);
    form.store(code, Kind.REAL, () -> pushElement(move.to()), () -> code.loadLocal(form.type(Kind.REAL), local));
  }

  /** Pushes the array of rows and the index of the current lane in a row. */
  private void pushElement(Place place) {
    code.aload(ROWS).iload(lane);
    int offset = switch (place) {
      case Place.Row row -> tile.offset(row.row());
      case Place.NoiseRow row -> {
        code.iload(NOISE_BASE).iadd();
        yield row.number() * tile.stride();
      }
      case Place.TapeRow row -> {
        code.iload(TAPE_BASE).iadd();
        yield row.index() * tile.stride();
      }
      case Place.Uniform uniform -> throw new IllegalStateException("has no lanes: " + uniform);
      case Place.Column column -> throw new IllegalStateException("has no lanes: " + column);
      case Place.Word word -> throw new IllegalStateException("has no lanes: " + word);
    };
    if (offset != 0) {
      code.loadConstant(offset).iadd();
    }
  }

  private void keep(int value) {
    TypeKind type = form.type(kind(value));
    int local = code.allocateLocal(type);
    code.storeLocal(type, local);
    locals.put(value, local);
  }

  private void push(int value) {
    code.loadLocal(form.type(kind(value)), local(value));
  }

  private int local(int value) {
    Integer local = locals.get(value);
    if (local == null) {
      throw new IllegalStateException("instruction " + value + " has not been executed");
    }
    return local;
  }

  private Instruction instruction(int value) {
    return values.instructions().get(value);
  }

  private Kind kind(int value) {
    return instruction(value).op().result();
  }
}
