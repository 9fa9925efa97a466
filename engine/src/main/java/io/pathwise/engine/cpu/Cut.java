package io.pathwise.engine.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a line into pieces that the JVM's compiler takes. Values that a later piece reads lie in temporary rows
 * meanwhile. Start at {@link #pieces}.
 */
final class Cut {

  private final Line line;
  private final Regions regions;
  private final List<Integer> operations;
  private final int[] pieceOf;
  private final int[] lastRead;
  private final List<List<Integer>> pieces = new ArrayList<>();
  private final Map<Integer, Integer> temporaries = new HashMap<>();
  private int temporaryRows;

  /**
   * Cuts a line.
   *
   * @param most
   *          operations of a piece
   */
  Cut(Line line, Regions regions, int most) {
    this.line = line;
    this.regions = regions;
    this.operations = regions.members(regions.mainLine());
    this.pieceOf = new int[line.code().size()];
    this.lastRead = new int[line.code().size()];
    cut(most);
    placeTemporaries();
  }

  /** Cuts where the fewest values are alive, but not before half of the room is used. */
  private void cut(int most) {
    int[] alive = aliveBehind();
    int from = 0;
    while (from < operations.size()) {
      int size = 0;
      int best = from;
      int end = from;
      while (end < operations.size() && (end == from || size + size(end) <= most)) {
        size += size(end);
        if (end == from || size <= most / 2 || alive[end] <= alive[best]) {
          best = end;
        }
        end++;
      }
      int to = end == operations.size() ? end : best + 1;
      for (int operation : operations.subList(from, to)) {
        pieceOf[operation] = pieces.size();
      }
      pieces.add(operations.subList(from, to));
      from = to;
    }
    if (pieces.isEmpty()) {
      pieces.add(List.of());
    }
  }

  private int size(int position) {
    int operation = operations.get(position);
    return 1 + (regions.isGuarded(operation) ? regions.size(operation) : 0);
  }

  /** For every position how many values are made before or there and read behind. */
  private int[] aliveBehind() {
    int[] made = new int[line.code().size()];
    int[] read = new int[line.code().size()];
    for (int position = 0; position < operations.size(); position++) {
      made[operations.get(position)] = position;
      int reader = position;
      regions.reads(operations.get(position)).stream().forEach(value -> read[value] = reader);
    }
    int[] alive = new int[operations.size() + 1];
    for (int operation : operations) {
      if (read[operation] > made[operation]) {
        alive[made[operation]]++;
        alive[read[operation]]--;
      }
    }
    Arrays.parallelPrefix(alive, Integer::sum);
    return alive;
  }

  private void placeTemporaries() {
    for (int operation : operations) {
      regions.reads(operation).stream().forEach(value -> lastRead[value] = pieceOf[operation]);
    }
    for (int number = 0; number < line.outputs().size(); number++) {
      int value = line.outputs().get(number);
      lastRead[value] = Math.max(lastRead[value], pieceOfOutput(number));
    }
    Deque<Integer> free = new ArrayDeque<>();
    for (int piece = 0; piece < pieces.size(); piece++) {
      for (int value : pieces.get(piece)) {
        if (lastRead[value] > piece) {
          temporaries.put(value, free.isEmpty() ? temporaryRows++ : free.pop());
        }
      }
      int ended = piece;
      temporaries.forEach((value, row) -> {
        if (lastRead[value] == ended) {
          free.push(row);
        }
      });
    }
  }

  /** An output waits for the last piece that reads the input whose place it takes. */
  private int pieceOfOutput(int number) {
    int value = line.outputs().get(number);
    List<Integer> overwritten = line.overwrites().get(number);
    if (line.instruction(value).op().arity() == 0) {
      return pieces.size() - 1;
    }
    int last = pieceOf[value];
    for (int i = 0; i < line.code().size() && !overwritten.isEmpty(); i++) {
      if (line.isInput(i) && overwritten.contains(line.input(i))) {
        last = Math.max(last, line.outputs().contains(i) ? pieces.size() - 1 : lastRead[i]);
      }
    }
    return last;
  }

  /** The pieces, in order. */
  List<Piece> pieces() {
    List<Piece> made = new ArrayList<>();
    for (int number = 0; number < pieces.size(); number++) {
      int piece = number;
      BitSet outputs = new BitSet();
      for (int output = 0; output < line.outputs().size(); output++) {
        outputs.set(output, pieceOfOutput(output) == piece);
      }
      made.add(new Piece(pieces.get(piece), temporaries,
          pieces.get(piece).stream().filter(temporaries::containsKey).toList(), outputs.stream().boxed().toList()));
    }
    return made;
  }

  /** How many temporary rows are needed. */
  int temporaryRows() {
    return temporaryRows;
  }
}
