package io.hydrant.config;

import java.util.regex.Pattern;

/// One thing that is wrong with the configuration.
///
/// @param where the source and the setting
/// @param reason what is wrong and what is right; what may be a password in a URL is blanked
public record Problem(String where, String reason) {
  private static final Pattern USER_INFO = Pattern.compile("://[^\\s']*@");
  private static final Pattern QUERY = Pattern.compile("(://[^\\s'?]*)\\?[^\\s']*");

  public Problem {
    reason = USER_INFO.matcher(reason).replaceAll("://***@");
    reason = QUERY.matcher(reason).replaceAll("$1?***");
  }

  @Override
  public String toString() {
    return where + ": " + reason;
  }
}
