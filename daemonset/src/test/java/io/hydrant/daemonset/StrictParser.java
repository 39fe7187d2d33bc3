package io.hydrant.daemonset;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads manifests as the API server does with `fieldValidation=Strict`: a field that the model
/// does not know is an error, and so is a key that is there twice.
final class StrictParser {
  private final KubernetesSerialization kinds = new KubernetesSerialization();
  private final ObjectMapper mapper =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .annotationIntrospector(new WithoutCatchAll())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  List<JsonNode> documents(String yaml) {
    return mapper.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll().stream()
        .filter(document -> !document.isMissingNode() && !document.isNull())
        .toList();
  }

  /// The document as the class that the model has for its kind.
  KubernetesResource resource(JsonNode document) {
    String apiVersion = document.path("apiVersion").asString();
    String kind = document.path("kind").asString();
    Class<? extends KubernetesResource> type =
        kinds.getRegisteredKubernetesResource(apiVersion, kind);
    if (type == null) {
      throw new IllegalArgumentException("the model has no " + apiVersion + " " + kind);
    }
    return mapper.treeToValue(document, type);
  }

  <T> T value(JsonNode document, Class<T> type) {
    return mapper.treeToValue(document, type);
  }

  /// Every class of the model puts what it does not know into a map; without that map it fails.
  private static final class WithoutCatchAll extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
      return false;
    }
  }
}
