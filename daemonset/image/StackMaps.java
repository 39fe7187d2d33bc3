import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Gives the classes of a jar that are older than Java 6 the stack maps of later ones, and the version
/// of Java 8; their code stays as it is. An AOT cache takes no class without: the JVM would read and
/// verify it at every start, and make what extends it and its lambdas too. It is run from its source:
///
///     java StackMaps.java JAR
final class StackMaps {
  private static final ClassFileVersion JAVA_8 = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);

  /// The same jar shall come out of each build.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private StackMaps() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Map<String, byte[]> entries = read(jar);
    ClassFile format = format(entries);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setTimeLocal(TIME);
        zip.putNextEntry(header);
        zip.write(
            entry.getKey().endsWith(".class")
                ? withStackMaps(format, entry.getValue())
                : entry.getValue());
        zip.closeEntry();
      }
    }
  }

  private static Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream content = zip.getInputStream(entry)) {
          entries.put(entry.getName(), content.readAllBytes());
        }
      }
    }
    return entries;
  }

  /// Makes stack maps with what the jar and the JDK say of which class extends which.
  private static ClassFile format(Map<String, byte[]> entries) {
    ClassHierarchyResolver ofJar =
        ClassHierarchyResolver.ofResourceParsing(type -> {
          String name = type.descriptorString();
          byte[] bytes = entries.get(name.substring(1, name.length() - 1) + ".class");
          return bytes == null ? null : new ByteArrayInputStream(bytes);
        });
    return ClassFile.of(
        ClassHierarchyResolverOption.of(
            ofJar.orElse(ClassHierarchyResolver.defaultResolver())),
        StackMapsOption.GENERATE_STACK_MAPS);
  }

  private static byte[] withStackMaps(ClassFile format, byte[] bytes) {
    ClassModel model = format.parse(bytes);
    if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    byte[] modern =
        format.transformClass(
            model,
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                .andThen((builder, element) ->
                    builder.with(element instanceof ClassFileVersion ? JAVA_8 : element)));
    List<VerifyError> errors = format.verify(modern);
    if (!errors.isEmpty()) {
      throw errors.getFirst();
    }
    return modern;
  }
}
