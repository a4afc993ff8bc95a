package io.kalends.profile;

import com.dd.plist.NSDictionary;
import io.kalends.enrollment.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The templates of Apple profiles, read and checked once. What a template may hold is told in
 * {@code profile-templates/README.md}.
 */
public final class ProfileTemplates {

  /** The largest template that is read, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final String BUILT_IN = "/io/kalends/profile-templates/";

  private final Map<AppleTemplate, Template> templates = new EnumMap<>(AppleTemplate.class);

  private ProfileTemplates() {}

  /**
   * The templates in this jar.
   *
   * @return checked
   */
  public static ProfileTemplates builtIn() {
    ProfileTemplates builtIn = new ProfileTemplates();
    for (AppleTemplate which : AppleTemplate.values()) {
      builtIn.load(which, which.path(), ofThisJar(which));
    }
    return builtIn;
  }

  /**
   * The templates in this jar, each replaced by the file of the same path below a folder if there
   * is one.
   *
   * @param overrides the administrator's folder, laid out like {@code profile-templates}: {@code
   *     apple/ios.mobileconfig}, {@code apple/macos.mobileconfig}
   * @return checked
   * @throws InvalidTemplate naming file, place and fix, also for a file that would replace nothing
   */
  public static ProfileTemplates with(Path overrides) {
    if (!Files.isDirectory(overrides)) {
      throw new InvalidTemplate(
          overrides.toString(), "folder", "is not there; create it or take the setting out");
    }
    requireKnownFiles(overrides.resolve("apple"));
    ProfileTemplates templates = new ProfileTemplates();
    for (AppleTemplate which : AppleTemplate.values()) {
      Path file = overrides.resolve(which.path());
      if (Files.exists(file)) {
        templates.load(which, file.toString(), bytes(file));
      } else {
        templates.load(which, which.path(), ofThisJar(which));
      }
    }
    return templates;
  }

  /** The template for a platform. */
  Template of(Platform platform) {
    Template template = templates.get(AppleTemplate.of(platform));
    if (template == null) {
      throw new IllegalStateException("no template was loaded for " + platform);
    }
    return template;
  }

  private void load(AppleTemplate which, String file, byte[] plist) {
    NSDictionary tree;
    try {
      tree = ProfileReader.read(plist, MAX_BYTES);
    } catch (UnreadableProfile e) {
      throw new InvalidTemplate(file, "file", e);
    }
    which.requireScope(file, tree);
    templates.put(which, new Template(file, tree));
  }

  private static byte[] ofThisJar(AppleTemplate which) {
    try (InputStream in = ProfileTemplates.class.getResourceAsStream(BUILT_IN + which.path())) {
      if (in == null) {
        throw new InvalidTemplate(which.path(), "file", "is missing from this jar; build it anew");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new InvalidTemplate(which.path(), "file", "cannot be read from this jar");
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new InvalidTemplate(
          file.toString(), "file", "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** A misspelt name would silently leave the built-in template in force. */
  private static void requireKnownFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.mobileconfig")) {
      for (Path file : files) {
        if (!AppleTemplate.isPath("apple/" + file.getFileName())) {
          throw new InvalidTemplate(
              file.toString(), "file name", "replaces nothing; known: " + AppleTemplate.known());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new InvalidTemplate(folder.toString(), "folder", "cannot be listed");
    }
  }
}
