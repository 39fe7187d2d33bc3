package io.hydrant.source.s3;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Timestamp;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Reads the answer to ListObjectsV2 as a stream, straight into what the agent needs of it.
///
/// What is not there must not look as if there were nothing: the objects that a listing does not
/// have are removed from the disk. So a page must be whole, be a listing, and say whether it is the
/// last one.
final class ListedPageReader {
  private final XMLStreamReader xml;
  private final List<Map<String, String>> contents = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private final Map<String, String> fields = new HashMap<>();

  private ListedPageReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  /// Reads to the end of the stream and leaves it open.
  ///
  /// @throws XMLStreamException when it is not a whole page of a listing, or cannot be read
  static ListedPage read(InputStream page) throws XMLStreamException {
    // A factory serves one thread at a time, and folders are listed side by side.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    ListedPageReader reader = new ListedPageReader(factory.createXMLStreamReader(page));
    try {
      reader.read();
      return reader.page();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new XMLStreamException("not a listing that can be used: " + e.getMessage(), e);
    }
  }

  private void read() throws XMLStreamException {
    xml.nextTag();
    if (!xml.getLocalName().equals("ListBucketResult")) {
      throw new IllegalArgumentException("it is <" + xml.getLocalName() + ">");
    }
    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      switch (xml.getLocalName()) {
        case "Contents" -> contents.add(leaves());
        case "CommonPrefixes" -> prefixes.add(required(leaves(), "Prefix"));
        default -> fields.put(xml.getLocalName(), leaves().getOrDefault("", ""));
      }
    }
    while (xml.hasNext()) {
      xml.next();
    }
  }

  /// The texts of this element (named by an empty text), of the elements in it (by their names),
  /// and of those in these (`RestoreStatus/RestoreExpiryDate`), to the end of this element.
  private Map<String, String> leaves() throws XMLStreamException {
    Map<String, String> leaves = new HashMap<>();
    StringBuilder text = new StringBuilder();
    String child = "";
    boolean leaf = true;
    for (int depth = 1; depth > 0; ) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          child = depth == 1 ? xml.getLocalName() : child;
          depth++;
          leaf = true;
          text.setLength(0);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (leaf) {
            leaves.put(depth < 2 ? child : child + "/" + xml.getLocalName(), text.toString());
          }
          leaf = false;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        default -> {}
      }
    }
    return leaves;
  }

  private ListedPage page() {
    boolean truncated =
        switch (required(fields, "IsTruncated")) {
          case "true" -> true;
          case "false" -> false;
          case String other -> throw new IllegalArgumentException("IsTruncated is '" + other + "'");
        };
    return new ListedPage(
        contents.stream().map(this::object).toList(),
        prefixes.stream().map(this::decoded).toList(),
        truncated ? required(fields, "NextContinuationToken") : null);
  }

  private RemoteObject object(Map<String, String> listed) {
    return new RemoteObject(
        new ObjectKey(decoded(required(listed, "Key"))),
        new ByteSize(Long.parseLong(required(listed, "Size"))),
        ETag.fromHeader(required(listed, "ETag")),
        Timestamp.parse(required(listed, "LastModified")),
        null,
        null,
        ObjectDescription.isArchiveClass(listed.get("StorageClass"))
            && !listed.containsKey("RestoreStatus/RestoreExpiryDate"));
  }

  /// Keys are encoded as they were asked for, by servers that can do it.
  private String decoded(String name) {
    return "url".equals(fields.get("EncodingType")) ? SdkHttpUtils.urlDecode(name) : name;
  }

  private static String required(Map<String, String> fields, String name) {
    String text = fields.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no " + name + " in " + fields);
    }
    return text;
  }
}
