package io.hydrant.node;

class FakeNodeTest extends OwnNodeContract {
  private final FakeNode node = new FakeNode("node-a");

  @Override
  protected OwnNode node() {
    return node;
  }

  @Override
  protected Surroundings outside() {
    return node;
  }
}
