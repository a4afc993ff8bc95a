package io.kalends.davx5;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The templates of {@code profile-templates/android}, parsed and checked once. A value of the form
 * {@code ${key}} under the key of that name is filled in; it is always the whole value, so nothing
 * that is filled in can ever be read as JSON.
 */
public final class Davx5Templates {

  /** Differ from device to device, so they must be placeholders. */
  private static final Set<String> OURS =
      Set.of("login_base_url", "login_user_name", "login_password", "login_credentials_lock");

  private final ObjectNode managed;

  private Davx5Templates(ObjectNode managed) {
    this.managed = managed;
  }

  /**
   * The templates in this jar.
   *
   * @return checked templates
   */
  public static Davx5Templates builtIn() {
    return new Davx5Templates(
        checked(
            Davx5Json.object(PackedFile.TEMPLATE.bytes(), "built-in template"),
            "built-in template " + PackedFile.TEMPLATE.fileName()));
  }

  /**
   * The templates in this jar, overridden file by file by an administrator's folder.
   *
   * @param folder laid out as {@code profile-templates}; its subfolder {@code android} may be
   *     missing, but a JSON file there that overrides nothing is refused
   * @return checked templates
   * @throws Davx5Refused naming the file, the key and the fix
   */
  public static Davx5Templates with(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Davx5Refused(
          "template folder " + folder, "folder", "no such folder; create it or drop the setting");
    }
    Path android = folder.resolve("android");
    if (!Files.isDirectory(android)) {
      return builtIn();
    }
    refuseStrayFiles(android);
    Path file = android.resolve(PackedFile.TEMPLATE.fileName());
    if (!Files.exists(file)) {
      return builtIn();
    }
    String what = "template " + file;
    try {
      return new Davx5Templates(checked(Davx5Json.object(Files.readAllBytes(file), what), what));
    } catch (IOException e) {
      throw new Davx5Refused(what, "file", "cannot be read; check its rights");
    }
  }

  /** A copy of the managed configuration's template, to be filled. */
  ObjectNode managed() {
    return managed.deepCopy();
  }

  /** Whether a value stands for something to be filled in under its key. */
  static boolean isPlaceholder(String key, JsonNode value) {
    return value.isTextual() && value.textValue().equals(placeholder(key));
  }

  static String placeholder(String key) {
    return "${" + key + "}";
  }

  private static void refuseStrayFiles(Path android) {
    List<String> known = Stream.of(PackedFile.values()).map(PackedFile::fileName).toList();
    try (Stream<Path> files = Files.list(android)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json") && !known.contains(name))
          .sorted()
          .findFirst()
          .ifPresent(
              stray -> {
                throw new Davx5Refused(
                    "template folder " + android,
                    stray,
                    "overrides nothing; known here: " + String.join(", ", known));
              });
    } catch (IOException e) {
      throw new Davx5Refused("template folder " + android, "folder", "cannot be listed");
    }
  }

  private static ObjectNode checked(ObjectNode template, String what) {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : template.properties()) {
      check(field.getKey(), field.getValue(), findings);
    }
    for (String key : OURS.stream().sorted().toList()) {
      if (!isPlaceholder(key, template.path(key))) {
        findings.add(
            Finding.error(
                key, "differs per device; must stand there as \"" + placeholder(key) + "\""));
      }
    }
    if (Finding.anyError(findings)) {
      throw new Davx5Refused(what, findings);
    }
    return template;
  }

  private static void check(String key, JsonNode value, List<Finding> findings) {
    Davx5Key.objectionTo(key).ifPresent(text -> findings.add(Finding.error(key, text)));
    if (!Davx5Key.ALL.containsKey(key) || OURS.contains(key)) {
      return;
    }
    if (value.isTextual() && value.textValue().contains("${")) {
      if (!isPlaceholder(key, value) || !Davx5Settings.fillableTexts().contains(key)) {
        findings.add(
            Finding.error(
                key,
                "unknown placeholder; a placeholder is the whole value, has the name of its own key"
                    + " and exists for "
                    + String.join(", ", Davx5Settings.fillableTexts())
                    + " and the login keys"));
      }
      return;
    }
    findings.addAll(ValueRules.check(key, Davx5Json.value(value), Set.of()));
  }
}
