package io.kalends.issuer.directory;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the YAML file of users, strictly: a typo must not silently mean a default. */
final class DirectoryFile {

  private static final Set<String> TOP = Set.of("apps", "users");
  private static final Set<String> APP = Set.of("id", "tenant", "scopes");
  private static final Set<String> USER =
      Set.of("email", "name", "app", "token", "tokenSha256", "scopes", "tokenExpires", "departed");

  private DirectoryFile() {}

  static Directory read(Path file) {
    return directory(parse(file));
  }

  private static JsonNode parse(Path file) {
    ObjectMapper yaml =
        YAMLMapper.builder(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      return yaml.readTree(Files.readString(file));
    } catch (JacksonException e) {
      // Not its message and not as the cause: both quote the line, and the line may hold a token.
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new InvalidDirectory("line " + line, "is no YAML, or names a field twice");
    } catch (NoSuchFileException e) {
      throw new InvalidDirectory("file", "does not exist; make it, or name another");
    } catch (IOException e) {
      throw new InvalidDirectory(
          "file", "cannot be read as UTF-8: " + e.getClass().getSimpleName());
    }
  }

  private static Directory directory(JsonNode root) {
    Fields top = new Fields(root, TOP);
    Map<String, App> apps = apps(top);
    List<User> users = new ArrayList<>();
    for (JsonNode node : top.list("users")) {
      users.add(placed("users[" + users.size() + "].", () -> user(new Fields(node, USER), apps)));
    }
    return Directory.of(List.of(), List.copyOf(apps.values()), users);
  }

  private static Map<String, App> apps(Fields top) {
    if (!top.has("apps")) {
      return Map.of(App.DEFAULT.id(), App.DEFAULT);
    }
    Map<String, App> apps = new LinkedHashMap<>();
    for (JsonNode node : top.list("apps")) {
      String place = "apps[" + apps.size() + "].";
      App app = placed(place, () -> app(new Fields(node, APP)));
      if (apps.putIfAbsent(app.id(), app) != null) {
        throw new InvalidDirectory(place + "id", "occurs twice; keep one of the entries");
      }
    }
    if (apps.isEmpty()) {
      throw new InvalidDirectory(
          "apps", "is empty; leave it out for one app with every CalDAV scope");
    }
    return apps;
  }

  private static App app(Fields fields) {
    return App.of(fields.text("id"), fields.text("tenant"))
        .withScopes(fields.texts("scopes").orElse(App.CALDAV_SCOPES));
  }

  private static User user(Fields fields, Map<String, App> apps) {
    String first = apps.keySet().iterator().next();
    App app = apps.get(fields.optionalText("app").orElse(first));
    if (app == null) {
      throw new InvalidDirectory("app", "is none of " + String.join(", ", apps.keySet()));
    }
    User user = User.in(app.tenants().iterator().next(), fields.text("email"), fields.text("name"));
    if (fields.has("token") && fields.has("tokenSha256")) {
      throw new InvalidDirectory("token", "set either token or tokenSha256");
    }
    if (fields.has("token") || fields.has("tokenSha256")) {
      user = user.granting(token(fields, app));
    }
    return fields.flag("departed") ? user.as(Person.Status.RESIGNED) : user;
  }

  private static User.Token token(Fields fields, App app) {
    UserToken token =
        fields.has("token")
            ? UserToken.of(fields.text("token"))
            : new UserToken(placedHash(fields.text("tokenSha256")));
    return new User.Token(
        token,
        app.id(),
        fields.texts("scopes").orElse(app.scopes()),
        fields.instant("tokenExpires").orElse(Instant.MAX));
  }

  private static SecretHash placedHash(String digits) {
    try {
      return new SecretHash(digits);
    } catch (InvalidDirectory e) {
      throw new InvalidDirectory("tokenSha256", "must have 64 hexadecimal digits in lower case");
    }
  }

  /** What the records complain about knows its field but not its entry. */
  private static <T> T placed(String place, Supplier<T> entry) {
    try {
      return entry.get();
    } catch (InvalidDirectory e) {
      throw e.inside(place);
    }
  }
}
