package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.localcloud.ModelLayout.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

class ModelLayoutTest {
  private static final long TOTAL = 64 << 20;

  @Test
  void sizesAreInProportionAndMakeUpTheTotal() {
    ModelLayout layout = ModelLayout.scaledTo(TOTAL);

    assertThat(layout.totalBytes()).isEqualTo(TOTAL);
    double ratio =
        (double) layout.model("checkpoints/sd_xl_base_1.0.safetensors").size()
            / layout.model("vae/ae.safetensors").size();
    assertThat(ratio).isBetween(20.6, 20.8);
  }

  @Test
  void theFoldersAreComfyUis() {
    assertThat(ModelLayout.scaledTo(TOTAL).models())
        .extracting(model -> model.key().substring(0, model.key().indexOf('/')))
        .contains("checkpoints", "loras", "vae", "text_encoders", "diffusers");
  }

  @Test
  void theIndexOfADiffusersFolderComesFirst() {
    assertThat(ModelLayout.scaledTo(TOTAL).models().getFirst().key())
        .isEqualTo("diffusers/stable-diffusion-xl/model_index.json");
  }

  @Test
  void twoLayoutsOfOneSizeAreEqual() {
    assertThat(ModelLayout.scaledTo(TOTAL)).isEqualTo(ModelLayout.scaledTo(TOTAL));
  }

  @Test
  void aTotalThatIsTooSmallIsRefused() {
    assertThatThrownBy(() -> ModelLayout.scaledTo(1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1048576");
  }

  @Test
  void whatIsUploadedHasItsBytes(@TempDir Path directory) throws IOException {
    ModelLayout layout = ModelLayout.scaledTo(TOTAL);
    try (LocalCloud cloud = LocalCloud.start(directory);
        S3Client s3 = cloud.newS3Client()) {
      layout.upload(s3, cloud.createBucket("models"));

      assertThat(s3.listObjectsV2(request -> request.bucket("models")).contents())
          .extracting(S3Object::key)
          .containsExactlyInAnyOrderElementsOf(layout.models().stream().map(Model::key).toList());
      for (Model model : layout.models()) {
        try (ResponseInputStream<GetObjectResponse> stored =
                s3.getObject(request -> request.bucket("models").key(model.key()));
            InputStream expected = model.content().open()) {
          assertThat(Arrays.equals(stored.readAllBytes(), expected.readAllBytes()))
              .as(model.key())
              .isTrue();
        }
      }
    }
  }

  @Test
  void largeModelsAreUploadedInParts(@TempDir Path directory) throws IOException {
    Model large = new Model("large", new ModelContent.Noise(20 << 20, 1));
    Model small = new Model("small", new ModelContent.Noise(8 << 20, 1));
    try (LocalCloud cloud = LocalCloud.start(directory);
        S3Client s3 = cloud.newS3Client()) {
      String bucket = cloud.createBucket("models");
      large.upload(s3, bucket);
      small.upload(s3, bucket);

      assertThat(s3.headObject(request -> request.bucket(bucket).key("large")).eTag())
          .endsWith("-3\"");
      assertThat(s3.headObject(request -> request.bucket(bucket).key("small")).eTag())
          .doesNotContain("-");
    }
  }
}
