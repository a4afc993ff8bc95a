package io.kalends.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.oauth.SignIn;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.AccessPolicy;
import io.kalends.issuer.token.Grants;
import io.kalends.issuer.token.OAuthRules;
import io.kalends.issuer.token.Revoked;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An issuer with two apps and a consent page, and a browser and an app that use it. */
final class OAuthFixture implements AutoCloseable {

  static final String V2 = "/open-apis/authen/v2/oauth/token";
  static final String V3 = "/oauth/v3/token";
  static final String PAGE = "/open-apis/authen/v1/authorize";
  static final String USER_INFO = "/open-apis/authen/v1/user_info";
  static final String SECRET = "fake-secret-of-the-sample-app";
  static final String REDIRECT = "https://app.example.com/back";
  static final String VERIFIER = "fake-verifier-0123456789-0123456789-0123456789";
  static final String MINT_SCOPE = "calendar:settings.caldav:create";
  static final String ANNA = "anna@example.com";

  static final App SAMPLE =
      App.of("cli_sample", "acme")
          .named("Sample App")
          .withScopes(
              Set.of(
                  MINT_SCOPE,
                  "offline_access",
                  "contact:user.email:readonly",
                  "contact:user.phone:readonly",
                  "contact:user.employee_id:readonly",
                  "contact:user.employee:readonly"))
          .redirectingTo(List.of(URI.create(REDIRECT), URI.create(REDIRECT + "?a=1#end")))
          .withSecrets(Set.of(SecretHash.of(SECRET)));

  private static final Pattern QUESTION =
      Pattern.compile("name=\"question\" value=\"([A-Za-z0-9_-]+)\"");

  final SettableClock clock = new SettableClock();
  final Map<String, App> apps = new LinkedHashMap<>();
  final List<User> users = new ArrayList<>();
  SignIn signIn = SignIn.pick();
  OAuthRules rules = OAuthRules.CONTRACT;
  AccessPolicy policy = AccessPolicy.NONE;
  String tokenPath = V2;
  Issuer issuer;

  private final Path folder;

  OAuthFixture(Path folder) {
    this.folder = folder;
    apps.put("cli_sample", SAMPLE);
    apps.put(
        "cli_other", App.of("cli_other", "acme").withSecrets(Set.of(SecretHash.of(SECRET + "-2"))));
    users.add(User.in("acme", ANNA, "Anna Example"));
    users.add(User.in("acme", "ben@example.com", "Ben Example"));
    this.issuer = start();
  }

  private Issuer start() {
    IssuerConfig config =
        IssuerConfig.of(
                "caldav.example.com",
                folder.resolve("issuer.db"),
                PepperSource.file(folder.resolve("pepper")),
                Directory.of(List.of(), List.copyOf(apps.values()), users))
            .signingIn(signIn)
            .granting(rules)
            .underPolicy(policy);
    return Issuer.start(config, clock, new SecureRandom());
  }

  /** With what was changed in the fields meanwhile. */
  void restart() {
    issuer.close();
    issuer = start();
  }

  void change(String app, UnaryOperator<App> change) {
    apps.compute(app, (id, old) -> change.apply(old));
    restart();
  }

  void become(Person.Status status) {
    users.replaceAll(user -> user.email().equals(ANNA) ? user.as(status) : user);
    restart();
  }

  /** Takes back all that Anna granted, as an administrator would. */
  List<Revoked> revoke(Revoked.Reason reason) {
    issuer.close();
    try (OpenDatabase open =
        new OpenDatabase(
            folder, PepperSource.file(folder.resolve("pepper")), clock, new SecureRandom())) {
      Grants grants =
          new Grants(
              open.database, open.people, new RandomText(new SecureRandom()), rules, policy, clock);
      long anna = open.people.find("acme", ANNA).orElseThrow().id();
      return open.database.write("test", connection -> grants.revoke(connection, anna, reason));
    } finally {
      issuer = start();
    }
  }

  /** Another program changes the database under the issuer. */
  void meddle(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("issuer.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer get(String path, String... headers) {
    return new Caller(issuer.baseUrl())
        .send(
            path,
            request -> {
              if (headers.length > 0) {
                request.headers(headers);
              }
            });
  }

  Answer post(String path, String type, String body, String... headers) {
    return new Caller(issuer.baseUrl())
        .send(
            path,
            request -> {
              request.header("Content-Type", type).POST(BodyPublishers.ofString(body));
              if (headers.length > 0) {
                request.headers(headers);
              }
            });
  }

  Answer postForm(String path, Map<String, String> fields, String... headers) {
    return post(path, "application/x-www-form-urlencoded", encoded(fields), headers);
  }

  Answer postJson(String path, Map<String, String> fields, String... headers) {
    String body =
        fields.entrySet().stream()
            .map(field -> "\"" + field.getKey() + "\": \"" + field.getValue() + "\"")
            .collect(Collectors.joining(", ", "{", "}"));
    return post(path, "application/json; charset=utf-8", body, headers);
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Fields that are right, but for changes; an empty value takes a field away. */
  static Map<String, String> fields(Map<String, String> base, String... changes) {
    Map<String, String> fields = new LinkedHashMap<>(base);
    for (int i = 0; i < changes.length; i += 2) {
      fields.put(changes[i], changes[i + 1]);
    }
    fields.values().removeIf(String::isEmpty);
    return fields;
  }

  /** The address of the consent page. */
  String page(String... changes) {
    return PAGE
        + "?"
        + encoded(
            fields(
                Map.of(
                    "client_id",
                    "cli_sample",
                    "response_type",
                    "code",
                    "redirect_uri",
                    REDIRECT,
                    "scope",
                    MINT_SCOPE + " offline_access",
                    "state",
                    "fake-state"),
                changes));
  }

  static String question(Answer page) {
    Matcher matcher = QUESTION.matcher(page.http().body());
    if (!matcher.find()) {
      throw new AssertionError("no question in " + page.http().body());
    }
    return matcher.group(1);
  }

  /** Picks Anna; the page that asks her. */
  Answer asked(String page) {
    return postForm(PAGE, Map.of("question", question(get(page)), "email", ANNA));
  }

  /** Picks Anna and lets her decide. */
  Answer decide(String page, String decision) {
    return postForm(PAGE, Map.of("question", question(asked(page)), "decision", decision));
  }

  /** Anna says yes. */
  String code(String... changes) {
    String location = decide(page(changes), "allow").header("location");
    Matcher matcher = Pattern.compile("[?&]code=([A-Za-z0-9_-]{43,64})(&|#|$)").matcher(location);
    if (!matcher.find()) {
      throw new AssertionError("no code in " + location);
    }
    return matcher.group(1);
  }

  /** The app brings a code. */
  Answer redeem(String code, String... changes) {
    return postJson(
        tokenPath,
        fields(
            Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "cli_sample",
                "client_secret",
                SECRET,
                "code",
                code,
                "redirect_uri",
                REDIRECT),
            changes));
  }

  /** The app brings a refresh token. */
  Answer refresh(String token, String... changes) {
    return postForm(
        tokenPath,
        fields(
            Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                "cli_sample",
                "client_secret",
                SECRET,
                "refresh_token",
                token),
            changes));
  }

  /** A refresh token of Anna's. */
  String refreshToken() {
    return redeem(code()).json().path("refresh_token").textValue();
  }

  Answer userInfo(String token) {
    return get(USER_INFO, "Authorization", "Bearer " + token);
  }

  String appToken() {
    return postJson(
            "/open-apis/auth/v3/app_access_token/internal",
            Map.of("app_id", "cli_sample", "app_secret", SECRET))
        .json()
        .path("app_access_token")
        .textValue();
  }

  @Override
  public void close() {
    issuer.close();
  }
}
