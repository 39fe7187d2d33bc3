package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.s3.S3Client;
import software.amazon.awssdk.crt.s3.S3ClientOptions;

class LentClientTest {
  private final List<S3Client> opened = new ArrayList<>();
  private final LentClient lent = new LentClient(1, this::open);

  @Test
  void nothingIsOpenedBeforeSomebodyUsesIt() {
    assertThat(opened).isEmpty();
  }

  @Test
  void allWhoUseItAtTheSameTimeHaveTheSame() {
    try (LentClient.Use one = lent.use();
        LentClient.Use other = lent.use()) {
      assertThat(other.client()).isSameAs(one.client());
    }
    assertThat(opened).hasSize(1);
  }

  @Test
  void theLastWhoGivesItBackClosesIt() {
    LentClient.Use one = lent.use();
    LentClient.Use other = lent.use();
    S3Client client = one.client();

    one.close();
    assertThat(client.isNull()).isFalse();

    other.close();
    assertThat(client.isNull()).isTrue();
  }

  @Test
  void itIsOpenedAnewForTheNext() {
    lent.use().close();

    try (LentClient.Use next = lent.use()) {
      assertThat(opened).hasSize(2);
      assertThat(next.client()).isSameAs(opened.getLast());
      assertThat(next.client().isNull()).isFalse();
    }
  }

  @Test
  void whoGivesItBackTwiceTakesItFromNobody() {
    LentClient.Use one = lent.use();
    LentClient.Use other = lent.use();

    one.close();
    one.close();

    assertThat(other.client().isNull()).isFalse();
    other.close();
  }

  @Test
  void whatCannotBeOpenedIsSaidAndTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    LentClient failing =
        new LentClient(
            1,
            bootstrap -> {
              if (tries.getAndIncrement() == 0) {
                throw new CrtRuntimeException(1);
              }
              return open(bootstrap);
            });

    assertThatThrownBy(failing::use)
        .isInstanceOf(SdkClientException.class)
        .hasCauseInstanceOf(CrtRuntimeException.class);

    try (LentClient.Use next = failing.use()) {
      assertThat(next.client().isNull()).isFalse();
    }
  }

  private S3Client open(ClientBootstrap bootstrap) {
    S3Client client =
        new S3Client(new S3ClientOptions().withRegion("us-east-1").withClientBootstrap(bootstrap));
    opened.add(client);
    return client;
  }
}
