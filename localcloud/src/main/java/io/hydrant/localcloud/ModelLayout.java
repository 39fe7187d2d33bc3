package io.hydrant.localcloud;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/// The models of a typical ComfyUI installation, scaled down: real names and folders, sizes in
/// proportion to the real ones, and made-up bytes that are the same every time.
///
/// Among them are a name with spaces and parentheses, files smaller and larger than a part of a
/// multipart upload, and a folder for diffusers whose `model_index.json` comes first.
///
/// @param models in the order in which they are uploaded
public record ModelLayout(List<Model> models) {
  private static final long LEAST_TOTAL = 1 << 20;

  private static final ModelContent.Text INDEX =
      new ModelContent.Text(
          """
          {
            "_class_name": "StableDiffusionXLPipeline",
            "text_encoder": ["transformers", "CLIPTextModel"],
            "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"],
            "unet": ["diffusers", "UNet2DConditionModel"],
            "vae": ["diffusers", "AutoencoderKL"]
          }
          """);

  private static final String FOLDER = "diffusers/stable-diffusion-xl/";

  private record Real(String key, long size) {}

  /// The largest is the last, and takes what rounding leaves over.
  private static final List<Real> REAL =
      List.of(
          new Real(FOLDER + "unet/diffusion_pytorch_model.safetensors", 5_135_149_760L),
          new Real(FOLDER + "vae/diffusion_pytorch_model.safetensors", 167_335_342L),
          new Real(FOLDER + "text_encoder/model.safetensors", 246_144_152L),
          new Real(FOLDER + "text_encoder_2/model.safetensors", 1_389_382_176L),
          new Real("checkpoints/sd_xl_base_1.0.safetensors", 6_938_078_334L),
          new Real("checkpoints/sd_xl_refiner_1.0.safetensors", 6_075_981_930L),
          new Real("text_encoders/t5xxl_fp16.safetensors", 9_787_841_024L),
          new Real("text_encoders/clip_l.safetensors", 246_144_152L),
          new Real("vae/ae.safetensors", 335_304_388L),
          new Real("loras/lightning.safetensors", 1_226_977_424L),
          new Real("loras/film grain (v2).safetensors", 316_000_000L),
          new Real("upscale_models/RealESRGAN_x4plus.pth", 67_000_000L),
          new Real("diffusion_models/flux1-dev-fp8.safetensors", 17_246_524_772L));

  public ModelLayout {
    models = List.copyOf(models);
  }

  /// A file of the layout.
  public record Model(String key, ModelContent content) {
    public long size() {
      return content.size();
    }

    /// The same file with other bytes of the same size.
    public Model replaced() {
      return new Model(key, content.replaced());
    }

    /// Uploads the file as other clients do: in one put, or in parts when it is large.
    public void upload(S3Client s3, String bucket) {
      new ModelUpload(s3, bucket).upload(this);
    }
  }

  /// The layout with that many bytes in all.
  ///
  /// @throws IllegalArgumentException when they are fewer than 1 MiB, in which the proportions
  ///   would be lost
  public static ModelLayout scaledTo(long totalBytes) {
    if (totalBytes < LEAST_TOTAL) {
      throw new IllegalArgumentException(
          "a layout has at least " + LEAST_TOTAL + " bytes, not " + totalBytes);
    }
    List<Model> models = new ArrayList<>();
    models.add(new Model(FOLDER + "model_index.json", INDEX));
    long rest = totalBytes - INDEX.size();
    double scale = (double) rest / REAL.stream().mapToLong(Real::size).sum();
    for (Real real : REAL.subList(0, REAL.size() - 1)) {
      long size = Math.round(real.size() * scale);
      models.add(noise(real.key(), size));
      rest -= size;
    }
    models.add(noise(REAL.getLast().key(), rest));
    return new ModelLayout(models);
  }

  public long totalBytes() {
    return models.stream().mapToLong(Model::size).sum();
  }

  /// The model of a key.
  ///
  /// @throws java.util.NoSuchElementException when the layout has none
  public Model model(String key) {
    return models.stream().filter(model -> model.key().equals(key)).findAny().orElseThrow();
  }

  /// Uploads every model, one after the other.
  public void upload(S3Client s3, String bucket) {
    models.forEach(model -> model.upload(s3, bucket));
  }

  private static Model noise(String key, long size) {
    return new Model(key, new ModelContent.Noise(size, key.hashCode()));
  }
}
