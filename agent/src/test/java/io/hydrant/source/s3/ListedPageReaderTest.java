package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedPageReaderTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final RemoteObject A =
      RemoteObject.of(new ObjectKey("loras/a"), new ByteSize(7), new ETag("abc"), TIME);

  private static final String CONTENTS =
      "<Contents><Key>loras/a</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified>"
          + "<ETag>&quot;abc&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>";
  private static final String LAST = "<IsTruncated>false</IsTruncated>";

  @Test
  void aPageOfS3() throws Exception {
    ListedPage page =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Name>models</Name>
              <Prefix>loras/</Prefix>
              <NextContinuationToken>1ueGcx&amp;PZ==</NextContinuationToken>
              <KeyCount>3</KeyCount>
              <MaxKeys>3</MaxKeys>
              <Delimiter>/</Delimiter>
              <EncodingType>url</EncodingType>
              <IsTruncated>true</IsTruncated>
              <Contents>
                <Key>loras/a+b%2Bc%00+%C3%BC%F0%9F%92%A7</Key>
                <LastModified>2026-01-02T03:04:05.000Z</LastModified>
                <ETag>&quot;abc&quot;</ETag>
                <ChecksumAlgorithm>CRC32</ChecksumAlgorithm>
                <ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>
                <ChecksumType>FULL_OBJECT</ChecksumType>
                <Size>45000000000</Size>
                <Owner>
                  <DisplayName>someone</DisplayName>
                  <ID>123</ID>
                </Owner>
                <StorageClass>STANDARD</StorageClass>
              </Contents>
              <CommonPrefixes>
                <Prefix>loras/one+more/</Prefix>
              </CommonPrefixes>
              <CommonPrefixes>
                <Prefix>loras/two/</Prefix>
              </CommonPrefixes>
            </ListBucketResult>
            """);

    assertThat(page.objects())
        .containsExactly(
            RemoteObject.of(
                new ObjectKey("loras/a b+c\0 ü💧"),
                new ByteSize(45_000_000_000L),
                new ETag("abc"),
                TIME));
    assertThat(page.folders()).containsExactly("loras/one more/", "loras/two/");
    assertThat(page.next()).isEqualTo("1ueGcx&PZ==");
  }

  @Test
  void aTokenOnTheLastPageIsNotFollowed() throws Exception {
    ListedPage page = read(page(LAST + "<NextContinuationToken>more</NextContinuationToken>"));

    assertThat(page.isLast()).isTrue();
    assertThat(page.objects()).isEmpty();
    assertThat(page.folders()).isEmpty();
  }

  @Test
  void aServerThatDoesNotEncodeIsTakenAtItsWord() throws Exception {
    ListedPage page =
        read(
            page(
                CONTENTS.replace("loras/a", "loras/a+b%20c")
                    + "<CommonPrefixes><Prefix>d+e/</Prefix></CommonPrefixes>"
                    + LAST));

    assertThat(page.objects()).extracting(RemoteObject::key).containsExactly(key("loras/a+b%20c"));
    assertThat(page.folders()).containsExactly("d+e/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Key><![CDATA[loras/a]]></Key>",
        "<Key>lor<!-- <Key>loras/b</Key> -->as/<![CDATA[a]]></Key>",
        "<Key>&#108;oras/&#x61;</Key>",
        "<Key a='>'>loras/a</Key >",
        "<!-- </Contents> --><Key>loras/a</Key><?x </Contents>?>",
        "<Owner><Key>loras/b</Key></Owner><Key>loras/a</Key>",
        "<Key>loras/a</Key><Owner><Key>loras/b</Key></Owner>",
      })
  void theSameInOtherXml(String key) throws Exception {
    String other = CONTENTS.replace("<Key>loras/a</Key>", key);

    assertThat(read(page(other + LAST)).objects()).containsExactly(A);
  }

  @Test
  void theSameWithAPrefixForItsNamespace() throws Exception {
    String other =
        page(CONTENTS + LAST)
            .replaceAll("<(/?)(\\w)", "<$1s3:$2")
            .replace("ListBucketResult>", "ListBucketResult xmlns:s3='urn:s3'>")
            .replace("</s3:ListBucketResult xmlns:s3='urn:s3'>", "</s3:ListBucketResult>");

    assertThat(read(other).objects()).containsExactly(A);
  }

  @ParameterizedTest
  @CsvSource({
    "STANDARD, '', false",
    "GLACIER_IR, '', false",
    "A_CLASS_OF_TOMORROW, '', false",
    "GLACIER, '', true",
    "DEEP_ARCHIVE, '', true",
    "GLACIER, '<IsRestoreInProgress>true</IsRestoreInProgress>', true",
    "GLACIER, '<IsRestoreInProgress>false</IsRestoreInProgress>"
        + "<RestoreExpiryDate>2026-12-21T00:00:00Z</RestoreExpiryDate>', false",
  })
  void whatMustBeRestoredIsTold(String storageClass, String restore, boolean archived)
      throws Exception {
    String listed =
        CONTENTS
            .replace("STANDARD", storageClass)
            .replace("<Size>", "<RestoreStatus>" + restore + "</RestoreStatus><Size>");

    assertThat(read(page(listed + LAST)).objects())
        .extracting(RemoteObject::archived)
        .containsExactly(archived);
  }

  @Test
  void aThousandOfTheLongestKeys() throws Exception {
    // Limits that the JDK sets to what a document may hold are not in the way of a full page.
    String name = "%C3%BC".repeat(511);
    String contents =
        IntStream.range(0, 1000)
            .mapToObj(n -> CONTENTS.replace("loras/a", n % 10 + name).replace("&quot;", "&#34;"))
            .collect(Collectors.joining());

    ListedPage page = read(page("<EncodingType>url</EncodingType>" + contents + LAST));

    assertThat(page.objects()).hasSize(1000);
    assertThat(page.objects().getLast().key()).isEqualTo(key("9" + "ü".repeat(511)));
  }

  @Test
  void noPartOfAPageIsAPage() throws Exception {
    String whole = page(CONTENTS + LAST + CONTENTS);

    assertThat(read(whole).objects()).containsExactly(A, A);
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatThrownBy(() -> read(part), "the first %d characters", length)
          .isInstanceOf(XMLStreamException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>Sign in to the network</body></html>",
        "<Error><Code>InternalError</Code></Error>",
        "{\"message\": \"not S3\"}",
        "<ListBucketResult/>",
        "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult><more/>",
        "<ListBucketResult>text<IsTruncated>false</IsTruncated></ListBucketResult>",
        "<a:ListBucketResult><IsTruncated>false</IsTruncated></a:ListBucketResult>",
      })
  void whatIsNoListing(String answer) {
    assertThatThrownBy(() -> read(answer)).isInstanceOf(XMLStreamException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<IsTruncated>false</IsTruncated> | '' | no IsTruncated",
        "<IsTruncated>false</IsTruncated> | <More><IsTruncated>false</IsTruncated></More> | no IsTruncated",
        "<IsTruncated>false | <IsTruncated>no | IsTruncated is 'no'",
        "<IsTruncated>false | <IsTruncated>true | no NextContinuationToken",
        "<Key>loras/a</Key> | '' | no Key",
        "<Key>loras/a</Key> | <Key/> | key",
        "<Size>7</Size> | '' | no Size",
        "<Size>7 | <Size>seven | seven",
        "<Size>7 | <Size>-7 | -7",
        "<ETag>&quot;abc&quot;</ETag> | '' | no ETag",
        "<LastModified>2026 | <LastModified>then | then",
        "<LastModified>2026-01-02T03:04:05.000Z</LastModified> | '' | no LastModified",
        "<CommonPrefixes><Prefix>b/</Prefix> | <CommonPrefixes> | no Prefix",
      })
  void whatIsMissingOrWrongIsNamed(String right, String wrong, String told) throws Exception {
    String whole = page(CONTENTS + "<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>" + LAST);
    assertThat(read(whole).objects()).containsExactly(A);
    assertThat(whole).contains(right);

    assertThatThrownBy(() -> read(whole.replace(right, wrong)))
        .isInstanceOf(XMLStreamException.class)
        .hasMessageContaining("not a listing that can be used")
        .hasMessageContaining(told);
  }

  @Test
  void aKeyThatCannotBeDecodedIsNone() {
    String page =
        page("<EncodingType>url</EncodingType>" + CONTENTS.replace("loras/a", "%zz") + LAST);

    assertThatThrownBy(() -> read(page)).isInstanceOf(XMLStreamException.class);
  }

  @Test
  void nothingElseIsReadThatAPageNames(@TempDir Path dir) throws IOException {
    URI secret = Files.writeString(dir.resolve("secret"), "secret").toUri();
    String page =
        "<!DOCTYPE x [<!ENTITY e SYSTEM '%s'>]>".formatted(secret)
            + page(CONTENTS.replace("loras/a", "loras/&e;") + LAST);

    assertThatThrownBy(() -> read(page)).isInstanceOf(XMLStreamException.class);
  }

  private static String page(String content) {
    return "<ListBucketResult>" + content + "</ListBucketResult>";
  }

  private static ObjectKey key(String value) {
    return new ObjectKey(value);
  }

  private static ListedPage read(String page) throws XMLStreamException {
    return ListedPageReader.read(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }
}
