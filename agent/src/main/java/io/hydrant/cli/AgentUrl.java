package io.hydrant.cli;

import io.hydrant.config.ConfigException;
import io.hydrant.config.Settings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Where a command finds the running agent: at `--url`, else where this configuration would make
/// one listen.
final class AgentUrl {
  private static final String FLAG = "--url";

  private AgentUrl() {}

  static OptionSpec option() {
    return OptionSpec.builder(FLAG)
        .paramLabel("URL")
        .type(String.class)
        .description(
            "Where the agent answers. Default: what "
                + Settings.HTTP_ADDRESS.variable()
                + " or the file says, else %s.".formatted(Settings.HTTP_ADDRESS.defaultText()))
        .build();
  }

  /// Whether the command line names one.
  static boolean isGiven(ParseResult given) {
    return given.hasMatchedOption(FLAG);
  }

  static URI of(ParseResult given, Map<String, String> environment) throws ConfigException {
    String text = given.matchedOptionValue(FLAG, (String) null);
    return text == null
        ? of(SettingOptions.reader(given, environment).read(Settings.HTTP_ADDRESS))
        : parse(text, given);
  }

  private static URI parse(String text, ParseResult given) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    // The text is not repeated: it may hold a password.
    throw new ParameterException(
        given.commandSpec().commandLine(),
        "Invalid value for option '" + FLAG + "': write http://HOST:PORT");
  }

  /// An address that means all interfaces is reached through loopback.
  private static URI of(InetSocketAddress address) {
    String host = address.getHostString();
    boolean all = host.equals("0.0.0.0") || host.equals("::");
    String reached = all ? "127.0.0.1" : host;
    return URI.create(
        "http://"
            + (reached.indexOf(':') < 0 ? reached : "[" + reached + "]")
            + ":"
            + address.getPort());
  }
}
