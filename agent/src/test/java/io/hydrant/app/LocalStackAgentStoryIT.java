package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Phase;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalStackProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LocalStackAgentStoryIT extends AgentStory {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalStackProvider());

  @Override
  Cloud cloud() {
    return CLOUD.cloud();
  }

  @Test
  void keysThatADiskCannotHoldAreLeftOutByNameAndAllOthersAreMirrored(@TempDir Path folder)
      throws Exception {
    Path root = folder.resolve("node");
    List<String> fine =
        List.of(
            "loras/it's \"quoted\" & <odd>.safetensors",
            "loras/100%.safetensors",
            "loras/a+b c.safetensors",
            "loras/Case.safetensors",
            "loras/case.safetensors",
            "vae/模型.safetensors",
            "vae/🐎.safetensors",
            "vae/" + "n".repeat(255),
            "both/b.safetensors");
    List<String> unusable =
        List.of(
            "../outside.safetensors",
            "loras/../../outside.safetensors",
            "/leading.safetensors",
            "loras//double.safetensors",
            "loras/./dot.safetensors",
            "loras/" + "n".repeat(256),
            "both");
    try (CloudBucket bucket = new CloudBucket(cloud())) {
      for (String key : Stream.concat(fine.stream(), unusable.stream()).toList()) {
        bucket.put(key, key.getBytes(StandardCharsets.UTF_8));
      }
      bucket.archive("loras/archived.safetensors", new byte[] {1});
      try (Agent agent = Agent.start(Configs.of(cloud(), bucket, root), cloud().credentials())) {
        // Not at once: an event does not tell that an object is archived, so it is tried again.
        Set<String> notable = new HashSet<>(unusable);
        notable.add("loras/archived.safetensors");
        Await.until(
            () -> agent.status().phase() == Phase.READY && notable.equals(notableOf(agent)),
            () -> agent.status().toString());
        assertThat(Tree.of(root).keySet()).containsExactlyInAnyOrderElementsOf(fine);
        try (Stream<Path> outside = Files.list(folder)) {
          assertThat(outside).containsExactly(root);
        }
        // The same keys, told by events; the last of them stood in the way of 'both'.
        fine.forEach(bucket::delete);
        Await.until(
            () -> Tree.of(root).keySet().equals(Set.of("both")), () -> agent.status().toString());
      }
    }
  }

  private static Set<String> notableOf(Agent agent) {
    return agent.status().notable().stream()
        .map(AgentStatus.SkippedObject::key)
        .collect(Collectors.toUnmodifiableSet());
  }
}
