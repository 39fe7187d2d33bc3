package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordAttributeTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void createFile() throws IOException {
    file = Files.createFile(folder.resolve("file"));
  }

  private static FileRecord record(String key) {
    return new FileRecord(
        new ObjectKey(key),
        new ETag("9b2cf535f27731c974343645a3985328-2"),
        null,
        new Checksum(Checksum.Algorithm.CRC64NVME, "rosUhgp5mIg="),
        new ByteSize(6_938_078_334L),
        Instant.parse("2026-03-01T12:00:00.123456789Z"));
  }

  private static @Nullable FileRecord read(Path file) throws IOException {
    return RecordAttribute.read(file, RecordAttribute.buffer());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loras/a",
        "a b+c%2Bd=e&f",
        "line\nsize=1\r\nbreak\u2028\u0085",
        "模型/🐎",
        "'\"\\",
        " "
      })
  void aRecordIsReadAsItWasWritten(String key) throws IOException {
    RecordAttribute.write(file, record(key));
    assertThat(read(file)).isEqualTo(record(key));
  }

  @Test
  void oneBufferServesManyFiles() throws IOException {
    Path other = Files.createFile(folder.resolve("other"));
    ByteBuffer buffer = RecordAttribute.buffer();
    RecordAttribute.write(file, record("a".repeat(900)));
    RecordAttribute.write(other, record("b"));

    assertThat(RecordAttribute.read(file, buffer)).isEqualTo(record("a".repeat(900)));
    assertThat(RecordAttribute.read(other, buffer)).isEqualTo(record("b"));
    assertThat(RecordAttribute.read(Files.createFile(folder.resolve("none")), buffer)).isNull();
    assertThat(RecordAttribute.read(file, buffer)).isEqualTo(record("a".repeat(900)));
  }

  @Test
  void theLongestKeyFitsWhateverItIsMadeOf() throws IOException {
    FileRecord record = record("模".repeat(341) + "x"); // 1,024 bytes.
    RecordAttribute.write(file, record);
    assertThat(read(file)).isEqualTo(record);
  }

  @Test
  void theVersionIsKept() throws IOException {
    FileRecord plain = record("a");
    FileRecord record =
        new FileRecord(
            plain.key(),
            plain.etag(),
            "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY",
            plain.checksum(),
            plain.size(),
            plain.modified());
    RecordAttribute.write(file, record);
    assertThat(read(file)).isEqualTo(record);
  }

  @Test
  void aNewRecordReplacesTheOldOne() throws IOException {
    RecordAttribute.write(file, record("a".repeat(900)));
    RecordAttribute.write(file, record("b"));
    assertThat(read(file)).isEqualTo(record("b"));
  }

  @Test
  void theAttributeIsTextThatAPersonCanRead() throws IOException {
    RecordAttribute.write(file, record("loras/my model.safetensors"));
    byte[] value = (byte[]) Files.getAttribute(file, "user:hydrant");
    assertThat(new String(value, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            format=1
            key=loras%2Fmy+model.safetensors
            etag=9b2cf535f27731c974343645a3985328-2
            checksum=CRC64NVME:rosUhgp5mIg=
            size=6938078334
            modified=2026-03-01T12:00:00.123456789Z
            """);
  }

  @Test
  void aFileWithoutTheAttributeHasNoRecord() throws IOException {
    assertThat(read(file)).isNull();
    Files.setAttribute(file, "user:other", new byte[] {1});
    assertThat(read(file)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "format=1",
        "format=2\nkey=a\netag=e\nchecksum=MD5:x\nsize=1\nmodified=2026-03-01T12:00:00Z",
        "format=1\nkey=a%\netag=e\nchecksum=MD5:x\nsize=1\nmodified=2026-03-01T12:00:00Z",
        "format=1\nkey=\netag=e\nchecksum=MD5:x\nsize=1\nmodified=2026-03-01T12:00:00Z",
        "format=1\nkey=a\netag=\nchecksum=MD5:x\nsize=1\nmodified=2026-03-01T12:00:00Z",
        "format=1\nkey=a\netag=e\nchecksum=x\nsize=1\nmodified=2026-03-01T12:00:00Z",
        "format=1\nkey=a\netag=e\nchecksum=MD5:x\nsize=-1\nmodified=2026-03-01T12:00:00Z",
        "format=1\nkey=a\netag=e\nchecksum=MD5:x\nsize=1\nmodified=yesterday"
      })
  void whatCannotBeUnderstoodIsNoRecord(String text) throws IOException {
    Files.setAttribute(file, "user:hydrant", text.getBytes(StandardCharsets.UTF_8));
    assertThat(read(file)).isNull();
  }

  @Test
  void anAttributeOfUnusualLengthIsNoRecord() throws IOException {
    Files.setAttribute(file, "user:hydrant", "x".repeat(3_900).getBytes(StandardCharsets.UTF_8));
    assertThat(read(file)).isNull();
  }

  @Test
  void aFileThatIsNotThereIsToldApartFromOneWithoutRecord() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> read(file)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    RecordAttribute.write(file, record("a"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThatThrownBy(() -> read(link)).isInstanceOf(IOException.class);
  }
}
