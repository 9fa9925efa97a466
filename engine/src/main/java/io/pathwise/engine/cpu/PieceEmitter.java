package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the method of a piece: first what is the same for all lanes, then a loop over lanes. In rows integers keep
 * their bits and truth values are 1 and 0. Start with {@link #emit}.
 */
final class PieceEmitter {

  private static final int ROWS = 0;
  private static final int REALS = 1;
  private static final int INTEGERS = 2;
  private static final int PLACES = 3;

  private final Line line;
  private final Regions regions;
  private final Piece piece;
  private final CodeBuilder code;
  private final int lane;
  /** Local variables of values; those made in a region are known there only. */
  private Map<Integer, Integer> locals = new HashMap<>();
  private final Map<Integer, Integer> placeLocals = new HashMap<>();
  private final Map<Kind, Deque<Integer>> freeLocals = new EnumMap<>(Kind.class);

  PieceEmitter(Line line, Regions regions, Piece piece, CodeBuilder code) {
    this.line = line;
    this.regions = regions;
    this.piece = piece;
    this.code = code;
    this.lane = code.allocateLocal(TypeKind.INT);
  }

  /** Writes everything. */
  void emit() {
    BitSet read = read();
    makeCommonValues(read);
    findPlaces(read);
    code.iconst_0().istore(lane);
    Label next = code.newBoundLabel();
    Map<Integer, List<Integer>> lastReads = lastReads();
    for (int operation : piece.operations()) {
      compute(operation);
      lastReads.getOrDefault(operation, List.of()).forEach(this::forget);
    }
    List<Integer> outputs = piece.outputs();
    outputs.forEach(output -> ensureLoaded(line.outputs().get(output)));
    outputs.forEach(output -> store(line.outputs().get(output), placeOfOutput(output), 0));
    piece.kept().forEach(value -> store(value, placeOfTemporaries(), temporary(value) * Rows.STRIDE));
    code.iinc(lane, 1).iload(lane).loadConstant(Rows.LANES).if_icmplt(next);
    code.return_();
  }

  /** What the piece reads, the outputs that it stores included. */
  private BitSet read() {
    BitSet read = new BitSet();
    piece.operations().forEach(operation -> read.or(regions.reads(operation)));
    piece.outputs().forEach(output -> read.set(line.outputs().get(output)));
    return read;
  }

  /** By operation the values that differ from lane to lane and that nothing behind it reads. */
  private Map<Integer, List<Integer>> lastReads() {
    Map<Integer, Integer> last = new HashMap<>();
    for (int operation : piece.operations()) {
      regions.reads(operation).stream().filter(regions::isPerLane).forEach(value -> last.put(value, operation));
    }
    piece.outputs().forEach(output -> last.remove(line.outputs().get(output)));
    last.keySet().removeAll(piece.kept());
    return last.keySet().stream().collect(Collectors.groupingBy(last::get));
  }

  private void makeCommonValues(BitSet read) {
    BitSet needed = line.code().needed(read.stream().filter(value -> !regions.isPerLane(value)).boxed().toList());
    needed.stream().filter(value -> !isConstant(value)).forEach(value -> {
      if (line.isInput(value)) {
        code.aload(isReal(value) ? REALS : INTEGERS).aload(PLACES).loadConstant(line.input(value)).iaload();
        if (isReal(value)) {
          code.daload();
        } else {
          code.laload();
        }
        keep(value);
      } else {
        operate(value);
      }
    });
  }

  private boolean isReal(int value) {
    return kind(value) == Kind.REAL;
  }

  /** Loads from the places what the loop needs of them. */
  private void findPlaces(BitSet read) {
    read.stream().filter(value -> line.isInput(value) && regions.isPerLane(value))
        .forEach(value -> findPlace(line.input(value)));
    piece.outputs().forEach(output -> findPlace(placeOfOutput(output)));
    if (!piece.kept().isEmpty() || read.stream().anyMatch(piece.temporaries()::containsKey)) {
      findPlace(placeOfTemporaries());
    }
  }

  private int placeOfOutput(int output) {
    return line.perPath().size() + output;
  }

  private int placeOfTemporaries() {
    return placeOfOutput(line.outputs().size());
  }

  private void findPlace(int place) {
    if (!placeLocals.containsKey(place)) {
      int local = code.allocateLocal(TypeKind.INT);
      code.aload(PLACES).loadConstant(place).iaload().istore(local);
      placeLocals.put(place, local);
    }
  }

  private boolean isConstant(int value) {
    return line.instruction(value).op().arity() == 0 && !line.isInput(value);
  }

  private void compute(int value) {
    if (regions.isGuarded(value)) {
      branch(value);
    } else {
      operate(value);
    }
  }

  private void operate(int value) {
    Instruction instruction = line.instruction(value);
    for (int k = 0; k < instruction.op().arity(); k++) {
      ensureLoaded(instruction.operand(k));
    }
    OperationTable.emit(code, instruction, k -> push(instruction.operand(k)));
    keep(value);
  }

  /** Executes the region of a select where its condition holds. */
  private void branch(int select) {
    Instruction instruction = line.instruction(select);
    ensureLoaded(instruction.a());
    ensureLoaded(instruction.c());
    Label usual = code.newLabel();
    Label end = code.newLabel();
    push(instruction.a());
    code.ifeq(usual);
    Map<Integer, Integer> outside = locals;
    locals = new HashMap<>(outside);
    regions.members(select).forEach(this::compute);
    ensureLoaded(instruction.b());
    push(instruction.b());
    List.copyOf(locals.keySet()).stream().filter(value -> !outside.containsKey(value)).forEach(this::forget);
    locals = outside;
    code.goto_(end).labelBinding(usual);
    push(instruction.c());
    code.labelBinding(end);
    keep(select);
  }

  private void ensureLoaded(int value) {
    if (locals.containsKey(value) || isConstant(value)) {
      return;
    }
    if (line.isInput(value)) {
      pushElement(line.input(value), 0);
    } else {
      pushElement(placeOfTemporaries(), temporary(value) * Rows.STRIDE);
    }
    code.daload();
    switch (kind(value)) {
      case REAL -> {
      }
      case INTEGER -> OperationTable.toInteger(code);
      case TRUTH -> code.dconst_0().dcmpl();
    }
    keep(value);
  }

  private int temporary(int value) {
    Integer row = piece.temporaries().get(value);
    if (row == null) {
      throw new IllegalStateException("instruction " + value + " has not been executed");
    }
    return row;
  }

  private void store(int value, int place, int offset) {
    pushElement(place, offset);
    push(value);
    switch (kind(value)) {
      case REAL -> {
      }
      case INTEGER -> OperationTable.toReal(code);
      case TRUTH -> code.i2d();
    }
    code.dastore();
  }

  /** Pushes the array of rows and the index of the current lane. */
  private void pushElement(int place, int offset) {
    code.aload(ROWS).iload(find(placeLocals, place)).iload(lane).iadd();
    if (offset != 0) {
      code.loadConstant(offset).iadd();
    }
  }

  private void keep(int value) {
    Deque<Integer> free = freeLocals(kind(value));
    int local = free.isEmpty() ? code.allocateLocal(type(value)) : free.pop();
    code.storeLocal(type(value), local);
    locals.put(value, local);
  }

  private Deque<Integer> freeLocals(Kind kind) {
    return freeLocals.computeIfAbsent(kind, missing -> new ArrayDeque<>());
  }

  /** Gives the local variable of a value to others. */
  private void forget(int value) {
    Integer local = locals.remove(value);
    if (local != null) {
      freeLocals(kind(value)).push(local);
    }
  }

  private void push(int value) {
    if (isConstant(value)) {
      long literal = line.instruction(value).literal();
      switch (kind(value)) {
        case REAL -> code.loadConstant(Double.longBitsToDouble(literal));
        case INTEGER -> code.loadConstant(literal);
        case TRUTH -> code.loadConstant((int) literal);
      }
    } else {
      code.loadLocal(type(value), find(locals, value));
    }
  }

  private TypeKind type(int value) {
    return switch (kind(value)) {
      case REAL -> TypeKind.DOUBLE;
      case INTEGER -> TypeKind.LONG;
      case TRUTH -> TypeKind.INT;
    };
  }

  private Kind kind(int value) {
    return line.instruction(value).op().result();
  }

  private static int find(Map<Integer, Integer> locals, int key) {
    Integer local = locals.get(key);
    if (local == null) {
      throw new IllegalStateException("nothing is known of " + key);
    }
    return local;
  }
}
