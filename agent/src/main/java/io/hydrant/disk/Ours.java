package io.hydrant.disk;

/// The names that tell what we made from what others made.
final class Ours {
  /// The label of a file system that is complete. Xfs has room for 12 characters.
  static final String LABEL = "comfy-models";

  /// The label while `mkfs` works: a file system that still has it was never finished and never
  /// mounted, so it holds nothing.
  static final String UNFINISHED_LABEL = "comfy-making";

  static final String ARRAY = "comfyui-models";

  /// No host's name: after stop and start the machine may have another.
  static final String HOMEHOST = "any";

  /// What the array's name reads like in its members' superblocks.
  static final String ARRAY_LABEL = HOMEHOST + ":" + ARRAY;

  /// The folder that is ours on a file system that we share with others.
  static final String SHARED_FOLDER = "comfyui-models";

  private Ours() {}
}
