package io.hydrant.config;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Make values of texts. Each throws IllegalArgumentException that names the bad text and says what
/// is right.
final class Parsers {
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]{3,255}|arn:\\S+");
  private static final Pattern TOPIC_ARN =
      Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+");
  private static final Pattern QUEUE_NAME_PART = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");

  private Parsers() {}

  static String bucket(String text) {
    if (text.startsWith("s3://")) {
      throw bad(text, "a bucket's name: leave out s3://, and give a folder of it as prefix");
    }
    return matching(BUCKET, text, "a bucket's name");
  }

  static String prefix(String text) {
    if (!text.isEmpty() && !text.endsWith("/")) {
      throw bad(text, "a prefix: it must end in '/', as in '" + text + "/'");
    }
    return text;
  }

  static String region(String text) {
    return matching(REGION, text, "an AWS region: write for example eu-central-1");
  }

  static String topicArn(String text) {
    return matching(
        TOPIC_ARN, text, "the ARN of a standard SNS topic: write arn:aws:sns:REGION:ACCOUNT:NAME");
  }

  static String queueNamePart(String text) {
    return matching(
        QUEUE_NAME_PART,
        text,
        "a part of a queue's name: it can have letters, digits, '-' and '_', at most 64 of them");
  }

  static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getUserInfo() != null) {
        throw bad(text, "allowed: a URL must not carry a user or password");
      }
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw bad(text, "a URL: write http:// or https:// with a host");
  }

  static Path path(String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException _) {
      // Said below.
    }
    throw bad(text, "a path");
  }

  static ModelPath category(String text) {
    if (text.indexOf('/') < 0 && ModelPath.of(text) instanceof ModelPath.Usable(ModelPath path)) {
      return path;
    }
    throw bad(text, "the name of one folder: write for example loras");
  }

  static Function<String, ByteSize> sizeFrom(ByteSize least) {
    return text -> atLeast(least, ByteSize.parse(text), text);
  }

  static Function<String, Duration> durationFrom(Duration least) {
    return text -> {
      Duration duration = DurationText.parse(text);
      if (duration.compareTo(least) < 0) {
        throw bad(text, "enough: it must be at least " + DurationText.format(least));
      }
      return duration;
    };
  }

  static Function<String, Integer> wholeNumber(int least, int most) {
    String right =
        most == Integer.MAX_VALUE
            ? "a whole number from " + least
            : "a whole number from " + least + " to " + most;
    return text -> {
      try {
        int number = Integer.parseInt(text.strip());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Said below.
      }
      throw bad(text, right);
    };
  }

  static Function<String, Double> number(double least, double most) {
    String right = String.format(Locale.ROOT, "a number from %s to %s", plain(least), plain(most));
    return text -> {
      try {
        double number = Double.parseDouble(text.strip());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Said below.
      }
      throw bad(text, right);
    };
  }

  static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!host.isBlank() && (bracketed || host.indexOf(':') < 0)) {
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        return InetSocketAddress.createUnresolved(
            bracketed ? host.substring(1, host.length() - 1) : host, port);
      } catch (IllegalArgumentException _) {
        // Said below.
      }
    }
    throw bad(text, "an address: write HOST:PORT, for example 127.0.0.1:9808 or [::1]:9808");
  }

  static boolean bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(text, "true or false");
    };
  }

  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    String right =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.joining(", ", "one of ", ""));
    return text -> {
      try {
        return Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw bad(text, right);
      }
    };
  }

  /// Reads every text of a list, so that all that are bad are told.
  static <T> List<T> each(List<String> texts, Function<String, T> reader) {
    List<T> values = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String text : texts) {
      try {
        values.add(reader.apply(text));
      } catch (IllegalArgumentException e) {
        faults.add(e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return List.copyOf(values);
  }

  /// Splits a list that is given as one text at its commas, except within `{…}` and `[…]` and after
  /// `\`, where they belong to a glob pattern.
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case ',' -> {
          if (depth <= 0) {
            parts.add(text.substring(start, i));
            start = i + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(text.substring(start));
    return parts.stream().map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  private static ByteSize atLeast(ByteSize least, ByteSize size, String text) {
    if (size.compareTo(least) < 0) {
      throw bad(text, "enough: it must be at least " + least);
    }
    return size;
  }

  private static String matching(Pattern pattern, String text, String right) {
    if (!pattern.matcher(text).matches()) {
      throw bad(text, right);
    }
    return text;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static IllegalArgumentException bad(String text, String right) {
    return new IllegalArgumentException("'" + text + "' is not " + right);
  }
}
