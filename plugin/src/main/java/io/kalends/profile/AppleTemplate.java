package io.kalends.profile;

import com.dd.plist.NSDictionary;
import io.kalends.enrollment.Platform;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The templates there are, by their path below the templates' folder. */
enum AppleTemplate {
  /** iPhone, iPad and Apple Vision. */
  IOS("apple/ios.mobileconfig", ""),
  /** Mac, where CalDAV accounts are taken on the user channel only. */
  MACOS("apple/macos.mobileconfig", "User");

  private final String path;
  private final String scope;

  AppleTemplate(String path, String scope) {
    this.path = path;
    this.scope = scope;
  }

  String path() {
    return path;
  }

  static AppleTemplate of(Platform platform) {
    return switch (platform) {
      case IOS, IPADOS, VISIONOS -> IOS;
      case MACOS -> MACOS;
      case ANDROID ->
          throw new IllegalArgumentException(
              "Android reads no configuration profiles; build DAVx5 settings for it");
    };
  }

  static boolean isPath(String path) {
    return Arrays.stream(values()).anyMatch(template -> template.path.equals(path));
  }

  static String known() {
    return Arrays.stream(values()).map(AppleTemplate::path).collect(Collectors.joining(", "));
  }

  /** PayloadScope is macOS's own key and must agree with the channel (TopLevel.yaml). */
  void requireScope(String file, NSDictionary template) {
    if (scope.isEmpty() && template.containsKey("PayloadScope")) {
      throw new InvalidTemplate(file, "PayloadScope", "belongs to macOS only; take it out");
    }
    if (!scope.isEmpty() && !Found.text(template, "PayloadScope").orElse("").equals(scope)) {
      throw new InvalidTemplate(
          file, "PayloadScope", "must be " + scope + ": the only channel that takes calendars");
    }
  }
}
