package io.hydrant.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A Node in memory, with an API server that can refuse and fall silent.
public final class FakeNode implements OwnNode, Surroundings {
  private final String name;

  @GuardedBy("this")
  private @Nullable NodeFacts node;

  @GuardedBy("this")
  private int revision;

  @GuardedBy("this")
  private final List<NodeAction> applied = new ArrayList<>();

  @GuardedBy("this")
  private final Map<NodeEvent, NodeFacts> events = new HashMap<>();

  @GuardedBy("this")
  private int reads;

  @GuardedBy("this")
  private Predicate<Object> denied = _ -> false;

  @GuardedBy("this")
  private Predicate<Object> rejected = _ -> false;

  @GuardedBy("this")
  private @Nullable Runnable beforeNextApply;

  @GuardedBy("this")
  private boolean silent;

  @GuardedBy("this")
  private @Nullable Consumer<String> watcher;

  public FakeNode(String name) {
    this.name = name;
  }

  /// Refuses these actions and events from now on.
  synchronized void deny(Predicate<Object> what) {
    denied = what;
  }

  /// Finds fault with these actions and events from now on.
  synchronized void reject(Predicate<Object> what) {
    rejected = what;
  }

  /// Does not answer from now on, or answers again.
  public synchronized void silent(boolean value) {
    silent = value;
  }

  /// Lets something happen just before the next change arrives.
  synchronized void beforeNextApply(Runnable happening) {
    beforeNextApply = happening;
  }

  /// What was applied, and forgets it.
  synchronized List<NodeAction> takeApplied() {
    List<NodeAction> copy = List.copyOf(applied);
    applied.clear();
    return copy;
  }

  synchronized NodeFacts now() {
    return Objects.requireNonNull(node);
  }

  synchronized int reads() {
    return reads;
  }

  @Override
  public synchronized Optional<NodeFacts> read() throws NodeException {
    reads++;
    check("read");
    return Optional.ofNullable(node);
  }

  @Override
  public synchronized NodeFacts apply(NodeAction action, NodeFacts seen) throws NodeException {
    check(action);
    Runnable happening = beforeNextApply;
    beforeNextApply = null;
    if (happening != null) {
      happening.run();
    }
    NodeFacts now = node;
    if (now == null) {
      throw new NodeException(NodeException.Kind.GONE, "no such node", null);
    }
    NodeFacts after =
        switch (action) {
          case NodeAction.RemoveTaint(String key) -> {
            requireSame(seen.taints(), now.taints());
            yield with(now, now.taints().stream().filter(one -> !one.equals(key)).toList());
          }
          case NodeAction.WriteCondition(NodeCondition condition) -> {
            requireSame(types(seen), types(now));
            yield with(now, condition);
          }
          case NodeAction.WriteMetadata(Map<String, String> labels, Map<String, String> notes) -> {
            if (seen.labels().isEmpty() || seen.annotations().isEmpty()) {
              requireSame(seen.revision(), now.revision());
            }
            yield new NodeFacts(
                now.name(),
                now.uid(),
                now.revision(),
                now.taints(),
                now.conditions(),
                merged(now.labels(), labels),
                merged(now.annotations(), notes),
                now.providerId(),
                now.isDeleted());
          }
        };
    applied.add(action);
    change(after);
    return Objects.requireNonNull(node);
  }

  @Override
  public synchronized void post(NodeEvent event, NodeFacts about) throws NodeException {
    check(event);
    events.put(event, about);
  }

  @Override
  public synchronized void watch(Consumer<String> onChange) {
    watcher = onChange;
    onChange.accept(node == null ? "" : node.revision());
  }

  @Override
  public synchronized void close() {
    watcher = null;
  }

  @Override
  public synchronized void create(List<String> taints, List<String> conditions) {
    change(
        new NodeFacts(
            name,
            "uid-" + revision,
            "",
            taints,
            conditions.stream()
                .map(type -> new NodeCondition(type, "True", "KubeletReady", "", null, null))
                .toList(),
            Map.of("kubernetes.io/hostname", name),
            Map.of(),
            "",
            false));
  }

  @Override
  public synchronized void addTaintInFront(String key) {
    NodeFacts now = Objects.requireNonNull(node);
    List<String> taints = new ArrayList<>(now.taints());
    taints.remove(key);
    taints.addFirst(key);
    change(with(now, taints));
  }

  @Override
  public synchronized void removeTaints() {
    change(with(Objects.requireNonNull(node), List.of()));
  }

  @Override
  public synchronized void setCondition(String type, String status) {
    change(
        with(
            Objects.requireNonNull(node),
            new NodeCondition(type, status, "Outside", "", null, null)));
  }

  /// Says which machine is behind the Node.
  public synchronized void setProviderId(String providerId) {
    NodeFacts now = Objects.requireNonNull(node);
    change(
        new NodeFacts(
            now.name(),
            now.uid(),
            now.revision(),
            now.taints(),
            now.conditions(),
            now.labels(),
            now.annotations(),
            providerId,
            now.isDeleted()));
  }

  @Override
  public synchronized void delete() {
    node = null;
    revision++;
    if (watcher != null) {
      watcher.accept("");
    }
  }

  @Override
  public synchronized List<PostedEvent> events() {
    return events.entrySet().stream()
        .map(entry ->
            new PostedEvent(
                entry.getKey().type(),
                entry.getKey().reason(),
                entry.getKey().message(),
                entry.getValue().uid()))
        .toList();
  }

  @GuardedBy("this")
  private void change(NodeFacts to) {
    revision++;
    node =
        new NodeFacts(
            to.name(),
            to.uid(),
            String.valueOf(revision),
            to.taints(),
            to.conditions(),
            to.labels(),
            to.annotations(),
            to.providerId(),
            to.isDeleted());
    notifyAll();
    if (watcher != null) {
      watcher.accept(node.revision());
    }
  }

  /// Waits until the Node is like this.
  synchronized void await(Predicate<NodeFacts> expected) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (node == null || !expected.test(node)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      assertThat(left).as("time left while the node is %s", node).isPositive();
      wait(left);
    }
  }

  @GuardedBy("this")
  private void check(Object request) throws NodeException {
    if (silent) {
      throw new NodeException(NodeException.Kind.UNREACHABLE, "no answer", null);
    }
    if (denied.test(request)) {
      throw new NodeException(NodeException.Kind.DENIED, "not allowed", null);
    }
    if (rejected.test(request)) {
      throw new NodeException(NodeException.Kind.STALE, "not valid", null);
    }
  }

  private static void requireSame(Object seen, Object now) throws NodeException {
    if (!seen.equals(now)) {
      throw new NodeException(NodeException.Kind.STALE, "the node has changed", null);
    }
  }

  private static List<String> types(NodeFacts facts) {
    return facts.conditions().stream().map(NodeCondition::type).toList();
  }

  private static Map<String, String> merged(Map<String, String> one, Map<String, String> other) {
    Map<String, String> merged = new HashMap<>(one);
    merged.putAll(other);
    return merged;
  }

  private static NodeFacts with(NodeFacts facts, List<String> taints) {
    return new NodeFacts(
        facts.name(),
        facts.uid(),
        facts.revision(),
        taints,
        facts.conditions(),
        facts.labels(),
        facts.annotations(),
        facts.providerId(),
        facts.isDeleted());
  }

  private static NodeFacts with(NodeFacts facts, NodeCondition condition) {
    List<NodeCondition> conditions = new ArrayList<>(facts.conditions());
    int place = types(facts).indexOf(condition.type());
    if (place < 0) {
      conditions.add(condition);
    } else {
      conditions.set(place, condition);
    }
    return new NodeFacts(
        facts.name(),
        facts.uid(),
        facts.revision(),
        facts.taints(),
        conditions,
        facts.labels(),
        facts.annotations(),
        facts.providerId(),
        facts.isDeleted());
  }
}
