package io.hydrant.disk;

import java.util.List;

/// What is to be done so that the models have their file system, or why nothing is.
public sealed interface DiskPlan {

  /// The way to a mounted file system.
  ///
  /// @param why what was found, in one sentence
  /// @param steps to be done in their order
  /// @param notes what else is worth knowing
  record Proceed(String why, List<Step> steps, List<String> notes) implements DiskPlan {
    public Proceed {
      steps = List.copyOf(steps);
      notes = List.copyOf(notes);
    }

    Proceed(String why, Step... steps) {
      this(why, List.of(steps), List.of());
    }
  }

  /// Nothing is touched.
  record Refused(List<Objection> objections) implements DiskPlan {
    public Refused {
      objections = List.copyOf(objections);
    }

    Refused(Objection... objections) {
      this(List.of(objections));
    }
  }
}
