package io.pathwise.engine.run;

/** A source that is made of another one and yields as many numbers. */
interface DerivedBlocks extends BlockSource {

  /** What it is made of. */
  BlockSource source();

  @Override
  default int outputs() {
    return source().outputs();
  }

  @Override
  default int blocksPerCall() {
    return source().blocksPerCall();
  }
}
