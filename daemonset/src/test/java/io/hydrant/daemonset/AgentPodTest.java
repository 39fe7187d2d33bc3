package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@RequiresHelm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentPodTest {
  private static final long AGENT_USER = 65532;

  private final DaemonSet daemonSet = daemonSet();
  private final PodSpec pod = pod(daemonSet);
  private final Container agent = pod.getContainers().getFirst();
  private final Container init = pod.getInitContainers().getFirst();

  @Test
  void thereIsOneAgentAndOneInitContainerOfTheSameImage() {
    assertThat(pod.getContainers()).hasSize(1);
    assertThat(pod.getInitContainers()).hasSize(1);
    assertThat(init.getImage()).isEqualTo(agent.getImage());
    assertThat(agent.getArgs()).containsExactly("run");
    assertThat(init.getArgs()).startsWith("disk", "prepare");
  }

  @Test
  void theAgentHasNoPrivilege() {
    assertUnprivileged(agent);
  }

  @Test
  void theReaperHasNoPrivilegeAndNoHostDirectory() {
    PodSpec reaper =
        Chart.render(Chart.REAPER)
            .only(CronJob.class)
            .getSpec()
            .getJobTemplate()
            .getSpec()
            .getTemplate()
            .getSpec();

    assertUnprivileged(reaper.getContainers().getFirst());
    assertThat(reaper.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
  }

  private static void assertUnprivileged(Container container) {
    SecurityContext security = container.getSecurityContext();
    assertThat(security.getRunAsUser()).isEqualTo(AGENT_USER);
    assertThat(security.getRunAsGroup()).isEqualTo(AGENT_USER);
    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(security.getPrivileged()).isFalse();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
    assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
  }

  @Test
  void theAuthoritiesOfAConfigMapAreTrustedByAgentAndReaper() {
    Chart chart =
        Chart.render(Chart.REAPER, "--set=caBundle.configMap=our-ca,caBundle.key=all.pem");
    String file = String.valueOf(chart.only(ConfigMap.class).getData().get("HYDRANT_CA_BUNDLE"));
    PodSpec reaper =
        chart.only(CronJob.class).getSpec().getJobTemplate().getSpec().getTemplate().getSpec();

    for (PodSpec each : List.of(pod(chart.only(DaemonSet.class)), reaper)) {
      VolumeMount mount =
          each.getContainers().getFirst().getVolumeMounts().stream()
              .filter(candidate -> file.startsWith(candidate.getMountPath() + "/"))
              .findAny()
              .orElseThrow();
      assertThat(mount.getReadOnly()).isTrue();
      ConfigMapVolumeSource source =
          each.getVolumes().stream()
              .filter(volume -> volume.getName().equals(mount.getName()))
              .map(Volume::getConfigMap)
              .findAny()
              .orElseThrow();
      assertThat(source.getName()).isEqualTo("our-ca");
      assertThat(source.getItems().getFirst().getKey()).isEqualTo("all.pem");
      assertThat(mount.getMountPath() + "/" + source.getItems().getFirst().getPath())
          .isEqualTo(file);
    }
  }

  @Test
  void withoutOneNoneIsMounted() {
    assertThat(pod.getVolumes()).extracting(Volume::getConfigMap).containsOnlyNulls();
    assertThat(Chart.render().only(ConfigMap.class).getData())
        .doesNotContainKey("HYDRANT_CA_BUNDLE");
  }

  @Test
  void onlyTheInitContainerIsPrivileged() {
    assertThat(init.getSecurityContext().getPrivileged()).isTrue();
    assertThat(init.getSecurityContext().getRunAsUser()).isZero();
    assertThat(init.getArgs()).contains("--owner=65532:65532");
  }

  @Test
  void thePodSharesNoNamespaceWithTheNode() {
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
  }

  @Test
  void theInitContainerMountsWhereTheNodeSeesIt() {
    assertThat(mount(init, "/host").getMountPropagation()).isEqualTo("Bidirectional");
    assertThat(hostPath(pod, mount(init, "/host")).getPath()).isEqualTo("/");
    assertThat(init.getArgs())
        .contains(
            "--root=/host/comfyui-models",
            "--proc=/host/proc",
            "--adopt=/host/mnt/k8s-disks/0",
            "--file-system=xfs",
            "--limit=70%")
        .noneMatch(argument -> argument.startsWith("--fallback") || argument.startsWith("--model"));
  }

  @Test
  void whatIsSaidOfTheDiskReachesTheInitContainer() {
    PodSpec other =
        pod(
            daemonSet(
                "--set=hostPath=/mnt/models/comfyui",
                "--set=disk.fileSystem=ext4,disk.fallback=/var/lib/models,disk.limit=500GiB",
                "--set=disk.model=Acme NVMe"));

    assertThat(other.getInitContainers().getFirst().getArgs())
        .contains(
            "--root=/host/mnt/models/comfyui",
            "--file-system=ext4",
            "--fallback=/host/var/lib/models",
            "--limit=500GiB",
            "--model=Acme NVMe");
  }

  @Test
  void theInitContainerSeesTheNodesDevices() {
    assertThat(hostPath(pod, mount(init, "/dev")).getPath()).isEqualTo("/dev");
    assertThat(hostPath(pod, mount(init, "/run/udev")).getPath()).isEqualTo("/run/udev");
  }

  @Test
  void theAgentSeesTheModelsOnlyAndCannotMount() {
    assertThat(agent.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/comfyui-models", "/tmp");
    VolumeMount models = mount(agent, "/comfyui-models");
    assertThat(models.getMountPropagation()).isEqualTo("HostToContainer");
    assertThat(hostPath(pod, models).getPath()).isEqualTo("/comfyui-models");
    // The kubelet looks before the init container runs, and the directory may not be there yet.
    assertThat(hostPath(pod, models).getType()).isEqualTo("DirectoryOrCreate");
  }

  @Test
  void withADiskOfSomebodyElsesNothingIsPrivileged() {
    PodSpec plain = pod(daemonSet("--set=disk.prepare=false"));

    assertThat(plain.getInitContainers()).isEmpty();
    assertThat(plain.getVolumes())
        .extracting(Volume::getHostPath)
        .filteredOn(hostPath -> hostPath != null)
        .singleElement()
        .satisfies(hostPath -> assertThat(hostPath.getType()).isEqualTo("Directory"));
  }

  @Test
  void theAgentToleratesNamedTaintsOnlySoThatADrainReachesIt() {
    assertThat(pod.getTolerations())
        .extracting(Toleration::getKey)
        .containsExactly(
            "hydrant.dev/models-not-ready",
            "nvidia.com/gpu",
            "karpenter.sh/unregistered",
            "node.cloudprovider.kubernetes.io/uninitialized");
  }

  @Test
  void theTaintThatTheAgentRemovesIsTheOneThatItTolerates() {
    assertThat(pod(daemonSet("--set=startupTaint=example.com/no-models")).getTolerations())
        .first()
        .extracting(Toleration::getKey, Toleration::getEffect)
        .containsExactly("example.com/no-models", "NoSchedule");
  }

  @Test
  void aTolerationOfEverythingIsRefused() {
    Command rendered = Chart.attempt("--set-json=extraTolerations=[{\"operator\":\"Exists\"}]");

    assertThat(rendered.exitCode()).isNotZero();
    assertThat(rendered.errors()).contains("extraTolerations", "key");
  }

  @Test
  void furtherTolerationsAreAddedToTheUsualOnes() {
    PodSpec tolerant =
        pod(daemonSet("--set-json=extraTolerations=[{\"key\":\"team\",\"value\":\"ml\"}]"));

    assertThat(tolerant.getTolerations())
        .hasSize(5)
        .last()
        .extracting(Toleration::getKey, Toleration::getValue)
        .containsExactly("team", "ml");
  }

  @Test
  void theAgentIsTheLastToBeEvictedAndHasTimeToStop() {
    assertThat(pod.getPriorityClassName()).isEqualTo("system-node-critical");
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(30);
  }

  @Test
  void aNewVersionRollsNodeByNodeAndNeverRunsTwiceOnOne() {
    assertThat(daemonSet.getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(daemonSet.getSpec().getUpdateStrategy().getRollingUpdate().getMaxUnavailable())
        .isEqualTo(new IntOrString("10%"));
    assertThat(daemonSet.getSpec().getUpdateStrategy().getRollingUpdate().getMaxSurge()).isNull();
  }

  @Test
  void everyProbeAsksWhetherTheLoopsRunAndNoneWhetherTheModelsAreThere() {
    assertThat(path(agent.getStartupProbe())).isEqualTo("/livez");
    assertThat(path(agent.getLivenessProbe())).isEqualTo("/livez");
    assertThat(path(agent.getReadinessProbe())).isEqualTo("/livez");
    assertThat(agent.getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getContainerPort()).isEqualTo(9808));
  }

  @Test
  void theAgentsMemoryIsBoundedAndItsProcessorIsNot() {
    for (Container container : List.of(agent, init)) {
      assertThat(container.getResources().getLimits()).containsOnlyKeys("memory");
      assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
    }
  }

  @Test
  void theImageIsNamedByItsDigest() {
    assertThat(agent.getImage()).isEqualTo("registry.example/hydrant@sha256:" + "0".repeat(64));
  }

  @Test
  void theSelectorNeverChangesInTheLifeOfARelease() {
    assertThat(daemonSet.getSpec().getSelector().getMatchLabels())
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/name", "hydrant",
                "app.kubernetes.io/instance", "hydrant",
                "app.kubernetes.io/component", "agent"));
  }

  /// By default Kubernetes describes every Service of the namespace in the environment.
  @Test
  void noServiceOfTheNamespaceGetsIntoTheEnvironment() {
    assertThat(pod.getEnableServiceLinks()).isFalse();
  }

  private static DaemonSet daemonSet(String... arguments) {
    return Chart.render(arguments).only(DaemonSet.class);
  }

  private static PodSpec pod(DaemonSet daemonSet) {
    return daemonSet.getSpec().getTemplate().getSpec();
  }

  private static VolumeMount mount(Container container, String path) {
    return container.getVolumeMounts().stream()
        .filter(mount -> mount.getMountPath().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static HostPathVolumeSource hostPath(PodSpec pod, VolumeMount mount) {
    return pod.getVolumes().stream()
        .filter(volume -> volume.getName().equals(mount.getName()))
        .map(Volume::getHostPath)
        .findFirst()
        .orElseThrow();
  }

  private static String path(Probe probe) {
    assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("http"));
    return probe.getHttpGet().getPath();
  }
}
