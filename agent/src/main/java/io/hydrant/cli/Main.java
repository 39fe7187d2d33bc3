package io.hydrant.cli;

import java.util.Map;

/** Probe. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Object o = Map.entry(args.length, "x");
    if (o instanceof Map.Entry<?, ?> e && e.getKey() instanceof Integer _) {
      System.out.println("hydrant");
    }
  }
}
