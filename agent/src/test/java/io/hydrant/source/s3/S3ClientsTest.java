package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.source.s3.S3Settings.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class S3ClientsTest {

  @Test
  void aCaBundleThatCannotBeReadIsTold() {
    S3Settings settings =
        new S3Settings(
            "eu-west-1",
            null,
            Path.of("/nowhere/ca.pem"),
            false,
            Engine.CRT,
            10,
            S3Settings.LEAST_MEMORY);

    assertThatThrownBy(() -> S3Clients.open(settings, AnonymousCredentialsProvider.create()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'/nowhere/ca.pem' cannot be read");
  }
}
