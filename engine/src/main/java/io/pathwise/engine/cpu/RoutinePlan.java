package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.cpu.Piece.Move;
import io.pathwise.engine.cpu.Piece.Store;
import io.pathwise.engine.cpu.Schedule.Phase;
import io.pathwise.engine.cpu.Schedule.RarePart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A code cut into pieces, with a place for every value that crosses from one piece to another. Places are found by
 * liveness: a temporary row is used again once its value has been read for the last time; an output goes to its own row
 * at once when nobody reads that row any more, else at the end.
 *
 * @param code
 *          what was cut
 * @param pieces
 *          in order
 * @param conditions
 *          how many rare conditions there are
 * @param rowsEnd
 *          the first row behind the temporary ones
 */
record RoutinePlan(Code code, List<Piece> pieces, int conditions, int rowsEnd) {

  private static final int MOVES_PER_PIECE = 20;
  /** With so many stores, further targets of a value wait for the end. */
  private static final int STORES_PER_PIECE = 48;

  /**
   * Makes a plan.
   *
   * @param sources
   *          where each input lies
   * @param targets
   *          where each output goes; no two to the same place
   * @param firstTemporary
   *          the first of the rows that are free
   */
  static RoutinePlan of(Code code, List<Place> sources, List<Place> targets, int firstTemporary) {
    return new Planner(code, sources, targets, firstTemporary).plan();
  }

  private static final class Planner {
    /** A piece without places. */
    private record Unit(List<Integer> order, int guardedSelect) {
      boolean isRare() {
        return guardedSelect >= 0;
      }
    }

    private final Code code;
    private final List<Place> sources;
    private final Schedule schedule;
    private final Map<Integer, List<Place>> targets = new LinkedHashMap<>();
    private final List<Unit> units = new ArrayList<>();
    private final int[] lastRead;
    private final Map<Place, Integer> lastPlaceRead = new HashMap<>();
    private final Map<Integer, Place> held = new HashMap<>();
    private final Map<Integer, Integer> conditions = new HashMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<List<Store>> stores = new ArrayList<>();
    private final Deque<Integer> freeRows = new ArrayDeque<>();
    private final Map<Integer, List<Integer>> rowsEndingAt = new HashMap<>();
    private int rowsEnd;

    Planner(Code code, List<Place> sources, List<Place> targets, int firstTemporary) {
      this.code = code;
      this.sources = sources;
      this.schedule = Schedule.of(code);
      this.lastRead = new int[code.size()];
      this.rowsEnd = firstTemporary;
      for (int i = 0; i < targets.size(); i++) {
        this.targets.computeIfAbsent(code.outputs().get(i), key -> new ArrayList<>()).add(targets.get(i));
      }
    }

    RoutinePlan plan() {
      makeUnits();
      findReads();
      for (int unit = 0; unit < units.size(); unit++) {
        rowsEndingAt.getOrDefault(unit - 1, List.of()).forEach(freeRows::push);
        stores.add(new ArrayList<>());
        if (!units.get(unit).isRare()) {
          for (int value : units.get(unit).order()) {
            place(value, unit);
          }
        }
      }
      List<Piece> pieces = new ArrayList<>();
      for (int unit = 0; unit < units.size(); unit++) {
        pieces.add(piece(unit));
      }
      for (int i = 0; i < moves.size(); i += MOVES_PER_PIECE) {
        pieces.add(new Piece.Main(List.of(), Map.of(), List.of(), Map.of(),
            List.copyOf(moves.subList(i, Math.min(moves.size(), i + MOVES_PER_PIECE)))));
      }
      return new RoutinePlan(code, pieces, conditions.size(), rowsEnd);
    }

    private void makeUnits() {
      List<BitSet> neededLater = new ArrayList<>();
      BitSet needed = new BitSet();
      needed.or(schedule.guarded());
      targets.keySet().forEach(needed::set);
      for (Phase phase : schedule.phases().reversed()) {
        phase.rareParts().forEach(part -> addReads(part.instructions(), needed));
        BitSet copy = new BitSet();
        copy.or(needed);
        neededLater.addFirst(copy);
        for (int index : phase.main()) {
          Arrays.stream(schedule.mainOperands(index)).forEach(needed::set);
        }
      }
      BitSet perLane = perLane();
      for (int p = 0; p < schedule.phases().size(); p++) {
        Phase phase = schedule.phases().get(p);
        Grouping.cut(schedule, phase.main(), perLane, neededLater.get(p)).forEach(group -> {
          units.add(new Unit(group, -1));
        });
        for (RarePart part : phase.rareParts()) {
          conditions.put(part.select(), conditions.size());
          units.add(new Unit(part.instructions(), part.select()));
        }
      }
    }

    private void addReads(List<Integer> instructions, BitSet reads) {
      for (int index : instructions) {
        Instruction instruction = code.instructions().get(index);
        for (int k = 0; k < instruction.op().arity(); k++) {
          reads.set(instruction.operand(k));
        }
      }
    }

    private BitSet perLane() {
      BitSet perLane = new BitSet();
      for (int i = 0; i < code.size(); i++) {
        Instruction instruction = code.instructions().get(i);
        perLane.set(i, isInput(i) ? source(i).hasLanes() : instruction.op().arity() > 0);
      }
      return perLane;
    }

    private boolean isInput(int index) {
      Op op = code.instructions().get(index).op();
      return op == Op.INPUT || op == Op.INTEGER_INPUT;
    }

    private boolean isConstant(int index) {
      return code.instructions().get(index).op().arity() == 0 && !isInput(index);
    }

    private Place source(int input) {
      return sources.get((int) code.instructions().get(input).literal());
    }

    private void findReads() {
      Arrays.fill(lastRead, -1);
      for (int unit = 0; unit < units.size(); unit++) {
        for (int value : readsOf(units.get(unit))) {
          lastRead[value] = unit;
          if (isInput(value)) {
            lastPlaceRead.put(source(value), unit);
          }
        }
      }
    }

    /** What a unit reads that it does not make, constants apart. */
    private List<Integer> readsOf(Unit unit) {
      BitSet reads = new BitSet();
      if (unit.isRare()) {
        addReads(unit.order(), reads);
      } else {
        for (int index : unit.order()) {
          Arrays.stream(schedule.mainOperands(index)).forEach(reads::set);
        }
      }
      for (int index : unit.order()) {
        reads.set(index, isInput(index));
      }
      return reads.stream().filter(index -> !isConstant(index)).boxed().toList();
    }

    /** Decides where a value goes. */
    private void place(int value, int unit) {
      List<Place> wanted = targets.getOrDefault(value, List.of());
      List<Place> safe = wanted.stream().filter(target -> lastPlaceRead.getOrDefault(target, -1) <= unit).toList();
      boolean guarded = schedule.guarded().get(value);
      boolean readLater = !isInput(value) && lastRead[value] > unit;
      int room = guarded ? 1 : Math.max(1, STORES_PER_PIECE - stores.get(unit).size());
      List<Place> now = safe.subList(0, Math.min(room, safe.size()));
      List<Place> later = wanted.stream().filter(target -> !now.contains(target)).toList();
      @Nullable
      Place hold = null;
      if (!now.isEmpty()) {
        hold = now.getFirst();
      } else if (readLater || guarded || !later.isEmpty()) {
        hold = temporary(later.isEmpty() ? lastRead[value] : units.size());
        stores.get(unit).add(new Store(value, hold, false));
      }
      now.forEach(target -> stores.get(unit).add(new Store(value, target, isReadIn(unit, target))));
      if (hold != null) {
        held.put(value, hold);
        for (Place target : later) {
          moves.add(new Move(hold, target));
        }
      }
    }

    private boolean isReadIn(int unit, Place target) {
      return lastPlaceRead.getOrDefault(target, -1) == unit;
    }

    private Place temporary(int lastUnit) {
      int row = freeRows.isEmpty() ? rowsEnd++ : freeRows.pop();
      rowsEndingAt.computeIfAbsent(lastUnit, key -> new ArrayList<>()).add(row);
      return new Place.Row(row);
    }

    private Piece piece(int number) {
      Unit unit = units.get(number);
      Map<Integer, Place> loads = new LinkedHashMap<>();
      for (int value : readsOf(unit)) {
        if (isInput(value)) {
          loads.put(value, source(value));
        } else {
          loads.put(value, find(held, value));
        }
      }
      if (unit.isRare()) {
        int select = unit.guardedSelect();
        return new Piece.Rare(unit.order(), loads, find(conditions, select), code.instructions().get(select).b(),
            find(held, select));
      }
      Map<Integer, Integer> guards = new LinkedHashMap<>();
      unit.order().stream().filter(schedule.guarded()::get)
          .forEach(select -> guards.put(select, find(conditions, select)));
      return new Piece.Main(List.copyOf(unit.order()), loads, stores.get(number), guards, List.of());
    }

    private static <V> V find(Map<Integer, V> map, int key) {
      V value = map.get(key);
      if (value == null) {
        throw new IllegalStateException("nothing known of instruction " + key);
      }
      return value;
    }
  }
}
