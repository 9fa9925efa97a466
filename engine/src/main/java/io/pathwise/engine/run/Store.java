package io.pathwise.engine.run;

import java.util.Optional;

/**
 * A store of computed results, for a later run or another process. What is kept under a key is a function of the key:
 * whoever computes it again gets the same bytes, so it does not matter whose entry stays, nor when one is lost. An
 * implementation never throws for lack of room or because of damage; it finds nothing then. Safe for use by several
 * threads at once.
 */
public interface Store {

  /** Keeps nothing. */
  Store NONE = new Store() {
    @Override
    public Optional<byte[]> find(Key key) {
      return Optional.empty();
    }

    @Override
    public void keep(Key key, byte[] value) {}

    @Override
    public boolean keeps() {
      return false;
    }
  };

  /** What is kept. */
  enum Kind {
    /** The exact accumulators of a simulation up to a checkpoint; the number of blocks done is in them. */
    MOMENTS,
    /** The estimators chosen for a trade. */
    CHOICES,
    /** The numbers of a trade. */
    NUMBERS,
    /** What a trade's program has learnt from paths of its own. */
    TRAINING
  }

  /**
   * What an entry is found by.
   *
   * @param kind
   *          what is kept
   * @param fingerprint
   *          of everything it depends on, but for the code, which the store accounts for
   */
  record Key(Kind kind, Fingerprint fingerprint) {}

  /** What is kept under a key, if anything is and if it is intact. */
  Optional<byte[]> find(Key key);

  /** Keeps something, in place of what was there. */
  void keep(Key key, byte[] value);

  /** Whether it is worth the trouble to form keys and values. */
  default boolean keeps() {
    return true;
  }
}
