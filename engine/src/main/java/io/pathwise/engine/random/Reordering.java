package io.pathwise.engine.random;

/**
 * An {@link Ordering} on actual steps: an orthogonal matrix that turns the ordered standard normals y of a path
 * (y[rank] is draw rank · noises + number) into the noises z of its steps. Its operations, {@link ReorderingCode}, and
 * their order are part of the numerical contract. Made by {@link BrownianBridge} and {@link PrincipalComponents}.
 *
 * <p>
 * Steps of length 0 are left out: their noises are the last of the ordered normals, unchanged. Arrays are shared and
 * must not be changed.
 */
public sealed interface Reordering {

  /** For every rank the step in whose place the number is put first. */
  int[] slots();

  /** How many of the ranks are transformed; the noises of the other ranks are those at their slots, as they are. */
  int active();

  /** The noises of the steps from the ordered normals: the definition. */
  double[] apply(double[] ordered);

  /** Rotations in the planes of two steps each, one after the other. */
  final class Rotations implements Reordering {
    private final int[] slots;
    private final int active;
    private final int[] first;
    private final int[] second;
    private final double[] cosineSine;

    Rotations(int[] slots, int active, int[] first, int[] second, double[] cosineSine) {
      this.slots = slots;
      this.active = active;
      this.first = first;
      this.second = second;
      this.cosineSine = cosineSine;
    }

    @Override
    public int[] slots() {
      return slots;
    }

    @Override
    public int active() {
      return active;
    }

    /** How many rotations there are. */
    public int count() {
      return first.length;
    }

    /** The first step of a rotation. */
    public int first(int rotation) {
      return first[rotation];
    }

    /** The second step of a rotation. */
    public int second(int rotation) {
      return second[rotation];
    }

    /** The cosine and the sine of every rotation, alternating. */
    public double[] cosineSine() {
      return cosineSine;
    }

    @Override
    public double[] apply(double[] ordered) {
      double[] z = new double[ordered.length];
      for (int rank = 0; rank < z.length; rank++) {
        z[slots[rank]] = ordered[rank];
      }
      for (int i = 0; i < first.length; i++) {
        double cosine = cosineSine[2 * i];
        double sine = cosineSine[2 * i + 1];
        double a = z[first[i]];
        double b = z[second[i]];
        z[first[i]] = Math.fma(cosine, a, sine * b);
        z[second[i]] = Math.fma(sine, a, -(cosine * b));
      }
      return z;
    }
  }

  /** A dense matrix. */
  final class Matrix implements Reordering {
    private final int[] slots;
    private final int active;
    private final double[] entries;

    Matrix(int[] slots, int active, double[] entries) {
      this.slots = slots;
      this.active = active;
      this.entries = entries;
    }

    @Override
    public int[] slots() {
      return slots;
    }

    @Override
    public int active() {
      return active;
    }

    /** Row after row, {@link #active} of each: the weights of the ordered normals in the noise of step slots[row]. */
    public double[] entries() {
      return entries;
    }

    @Override
    public double[] apply(double[] ordered) {
      double[] z = new double[ordered.length];
      for (int rank = active; rank < z.length; rank++) {
        z[slots[rank]] = ordered[rank];
      }
      for (int row = 0; row < active; row++) {
        double sum = entries[row * active] * ordered[0];
        for (int column = 1; column < active; column++) {
          sum = Math.fma(entries[row * active + column], ordered[column], sum);
        }
        z[slots[row]] = sum;
      }
      return z;
    }
  }
}
