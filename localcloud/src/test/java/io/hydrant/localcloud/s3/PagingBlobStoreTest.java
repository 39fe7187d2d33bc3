package io.hydrant.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class PagingBlobStoreTest {
  private static final String BUCKET = "models";

  /// Around the slash, which S3 sorts as any other character, and with what needs escapes.
  private static final List<String> COMPONENTS =
      List.of("a", "a-b", "a.b", "a b", "a0", "ab", "b+c", "ü", "模型", "%2F", "z&<");

  @TempDir Path directory;
  private BlobStore whole;
  private BlobStore paging;

  @BeforeEach
  void makeBucket() {
    whole = new FilesystemNio2BlobStore(directory.toString());
    paging = new PagingBlobStore(whole, directory);
    whole.createContainer(BUCKET);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itListsWhatTheStoreBelowLists(long seed) {
    Random random = new Random(seed);
    List<String> keys = putRandomKeys(random);
    for (int i = 0; i < 40; i++) {
      ListObjectsV2Request.Builder request = ListObjectsV2Request.builder().bucket(BUCKET);
      if (random.nextBoolean()) {
        request.delimiter("/");
      }
      if (random.nextInt(3) > 0) {
        request.prefix(beginning(random, keys));
      }
      if (random.nextInt(3) == 0) {
        request.startAfter(beginning(random, keys));
      }
      request.maxKeys(1 + random.nextInt(8));
      assertThat(pages(paging, request.build()))
          .as("seed %d: %s", seed, request.build())
          .isEqualTo(pages(whole, request.build()));
    }
  }

  @Test
  void itTellsStorageClassSizeTimeAndETag() {
    putBlob(put("x").storageClass(StorageClass.GLACIER), "hello");

    S3Object object = paging.list(BUCKET).contents().getFirst();
    assertThat(object).isEqualTo(whole.list(BUCKET).contents().getFirst());
    assertThat(object.size()).isEqualTo(5);
    assertThat(object.eTag()).contains("5d41402abc4b2a76b9719d911017c592");
    assertThat(object.storageClassAsString()).isEqualTo("GLACIER");
  }

  @Test
  void itTellsTheETagOfWhatCameInParts() {
    completeMultipart("x");

    S3Object object = paging.list(BUCKET).contents().getFirst();
    assertThat(object).isEqualTo(whole.list(BUCKET).contents().getFirst());
    assertThat(object.eTag()).contains("-1");
  }

  @Test
  void aFolderThatWasPutIsAKeyAndOneThatWasNotIsNone() {
    putBlob(put("put/"), "");
    putBlob(put("put/x"), "x");
    putBlob(put("not/x"), "x");

    assertThat(keys()).containsExactly("not/x", "put/", "put/x");
    assertThat(keys(request -> request.prefix("put/"))).containsExactly("put/", "put/x");
    assertThat(keys(request -> request.prefix("not/"))).containsExactly("not/x");
  }

  @Test
  void keysAreInTheOrderOfTheirUtf8() {
    Stream.of("\uFF5E", "🐎", "z", "模/x").forEach(key -> putBlob(put(key), "x"));

    assertThat(keys()).containsExactly("z", "模/x", "\uFF5E", "🐎");
  }

  @Test
  void aChangeBetweenTwoPagesIsOnTheSecond() {
    Stream.of("a", "b", "c", "d", "e").forEach(key -> putBlob(put(key), "x"));
    ListObjectsV2Response first = page(request -> request.maxKeys(2));

    whole.removeBlob(BUCKET, "c");
    putBlob(put("d"), "longer");
    putBlob(put("bb/new"), "x");
    paging.copyBlob(
        CopyObjectRequest.builder()
            .sourceBucket(BUCKET)
            .sourceKey("a")
            .destinationBucket(BUCKET)
            .destinationKey("f")
            .build());
    completeMultipart("g");
    ListObjectsV2Response second =
        page(request -> request.continuationToken(first.nextContinuationToken()));

    assertThat(second.contents())
        .extracting(S3Object::key)
        .containsExactly("bb/new", "d", "e", "f", "g");
    assertThat(second.contents().get(1).size()).isEqualTo(6);
  }

  @Test
  void aTokenLeadsOnWhenItsKeyIsGone() {
    Stream.of("a/1", "a/2", "b").forEach(key -> putBlob(put(key), "x"));
    ListObjectsV2Response first = page(request -> request.maxKeys(2));
    whole.removeBlob(BUCKET, "a/1");
    whole.removeBlob(BUCKET, "a/2");

    assertThat(keys(request -> request.continuationToken(first.nextContinuationToken())))
        .containsExactly("b");
  }

  @Test
  void aFileThatWasPutIntoTheDirectoryIsListed() throws IOException {
    Files.createDirectories(directory.resolve(BUCKET + "/loras"));
    Files.writeString(directory.resolve(BUCKET + "/loras/by hand"), "content");

    assertThat(paging.list(BUCKET).contents()).isEqualTo(whole.list(BUCKET).contents());
    assertThat(keys()).containsExactly("loras/by hand");
  }

  @Test
  void whatIsStillBeingWrittenTakesNoPlaceOnAPage() throws IOException {
    putBlob(put("a"), "x");
    putBlob(put("c"), "x");
    Files.writeString(
        directory.resolve(BUCKET + "/b-0b5ac1f2-3cd4-4e5f-8a6b-7c8d9e0f1a2b"), "half");
    uploadPart(initiate("b"));

    ListObjectsV2Response page = page(request -> request.maxKeys(2));
    assertThat(page.contents()).extracting(S3Object::key).containsExactly("a", "c");
    assertThat(page.isTruncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../", "..", "/", "a//", "./", "a/../b"})
  void aPrefixLeadsNowhereButIntoTheBucket(String prefix) {
    putBlob(put("a/b"), "x");

    assertThat(keys(request -> request.prefix(prefix))).isEmpty();
  }

  @Test
  void aPageOfNothingIsTheLast() {
    putBlob(put("a"), "x");

    ListObjectsV2Response page = page(request -> request.maxKeys(0));
    assertThat(page.contents()).isEmpty();
    assertThat(page.isTruncated()).isFalse();
  }

  @Test
  void aBucketThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> paging.list("missing")).isInstanceOf(NoSuchBucketException.class);
  }

  private List<String> putRandomKeys(Random random) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<String> components = new ArrayList<>();
      for (int depth = random.nextInt(3); depth >= 0; depth--) {
        components.add(COMPONENTS.get(random.nextInt(COMPONENTS.size())));
      }
      // A file cannot be where a folder is.
      String key = String.join("/", components) + (random.nextInt(10) == 0 ? "/" : ".f");
      putBlob(put(key), key.endsWith("/") ? "" : key);
      keys.add(key);
    }
    return keys;
  }

  private static String beginning(Random random, List<String> keys) {
    String key = keys.get(random.nextInt(keys.size()));
    return key.substring(0, random.nextInt(key.length() + 1));
  }

  /// All that each page tells, to the last one.
  private static List<Object> pages(BlobStore store, ListObjectsV2Request request) {
    List<Object> pages = new ArrayList<>();
    ListObjectsV2Response page = store.list(request);
    pages.add(told(page));
    while (Boolean.TRUE.equals(page.isTruncated())) {
      page =
          store.list(request.toBuilder().continuationToken(page.nextContinuationToken()).build());
      pages.add(told(page));
    }
    return pages;
  }

  private static List<Object> told(ListObjectsV2Response page) {
    return List.of(
        page.contents(),
        page.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
        String.valueOf(page.nextContinuationToken()));
  }

  private ListObjectsV2Response page(Consumer<ListObjectsV2Request.Builder> change) {
    return paging.list(ListObjectsV2Request.builder().bucket(BUCKET).applyMutation(change).build());
  }

  private List<String> keys(Consumer<ListObjectsV2Request.Builder> change) {
    return page(change).contents().stream().map(S3Object::key).toList();
  }

  private List<String> keys() {
    return keys(_ -> {});
  }

  private static PutObjectRequest.Builder put(String key) {
    return PutObjectRequest.builder().bucket(BUCKET).key(key);
  }

  private void putBlob(PutObjectRequest.Builder request, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    paging.putBlob(
        request.contentLength((long) bytes.length).build(), new ByteArrayInputStream(bytes));
  }

  private MultipartUpload initiate(String key) {
    return paging.initiateMultipartUpload(
        CreateMultipartUploadRequest.builder().bucket(BUCKET).key(key).build());
  }

  private UploadPartResponse uploadPart(MultipartUpload upload) {
    return paging.uploadMultipartPart(
        upload,
        UploadPartRequest.builder()
            .bucket(BUCKET)
            .key(upload.blobName())
            .uploadId(upload.id())
            .partNumber(1)
            .contentLength(1L)
            .build(),
        new ByteArrayInputStream(new byte[1]));
  }

  private void completeMultipart(String key) {
    MultipartUpload upload = initiate(key);
    String eTag = uploadPart(upload).eTag();
    paging.completeMultipartUpload(
        upload,
        CompleteMultipartUploadRequest.builder()
            .bucket(BUCKET)
            .key(key)
            .uploadId(upload.id())
            .multipartUpload(
                all -> all.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build()))
            .build());
  }
}
