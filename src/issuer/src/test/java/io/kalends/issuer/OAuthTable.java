package io.kalends.issuer;

import static io.kalends.issuer.OAuthFixture.ANNA;
import static io.kalends.issuer.OAuthFixture.SECRET;
import static io.kalends.issuer.OAuthFixture.VERIFIER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.App.Switch;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import io.kalends.issuer.token.Revoked;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every number of the cloud service's token endpoint, and a way there by real state. */
final class OAuthTable {

  private OAuthTable() {}

  record Row(int code, int status, String why, Function<OAuthFixture, Answer> act, String path) {

    Row at(String newPath) {
      return new Row(code, status, why, act, newPath);
    }

    @Override
    public String toString() {
      return code + " with " + status + ": " + why + " at " + path;
    }
  }

  private static Row row(int code, int status, String why, Function<OAuthFixture, Answer> act) {
    return new Row(code, status, why, act, "");
  }

  static Stream<Row> rows() {
    // v3 is the same endpoint at another address: what shows the address is tried at both.
    return Stream.concat(
        Stream.of(requests(), clients(), codes(), people(), refreshing(), scopes(), servers())
            .flatMap(List::stream)
            .map(row -> row.at(OAuthFixture.V2)),
        servers().stream().map(row -> row.at(OAuthFixture.V3)));
  }

  private static List<Row> requests() {
    return List.of(
        row(20001, 400, "no grant_type", f -> f.redeem("c", "grant_type", "")),
        row(20001, 400, "no client_id", f -> f.redeem("c", "client_id", "")),
        row(20001, 400, "no client_secret", f -> f.redeem("c", "client_secret", "")),
        row(20001, 400, "no code", f -> f.redeem("")),
        row(20001, 400, "no refresh_token", f -> f.refresh("")),
        row(20036, 400, "grant_type password", f -> f.redeem("c", "grant_type", "password")),
        row(20063, 400, "no JSON", f -> f.post(f.tokenPath, Caller.JSON, "{\"grant_type\":")),
        row(20063, 400, "a list", f -> f.post(f.tokenPath, Caller.JSON, "[]")),
        row(20063, 400, "no body", f -> f.post(f.tokenPath, Caller.JSON, "")),
        row(20063, 400, "a number", f -> f.post(f.tokenPath, Caller.JSON, "{\"grant_type\": 1}")),
        row(20063, 400, "text", f -> f.post(f.tokenPath, "text/plain", "{}")),
        row(
            20063,
            400,
            "a form that names a field twice",
            f ->
                f.post(
                    f.tokenPath, "application/x-www-form-urlencoded", "client_id=a&client_id=b")),
        row(20063, 400, "too long", f -> f.redeem("c".repeat(70_000))));
  }

  private static List<Row> clients() {
    return List.of(
        row(20002, 400, "a wrong secret", f -> f.redeem("c", "client_secret", SECRET + "x")),
        row(20048, 400, "an unknown app", f -> f.redeem("c", "client_id", "cli_nobody")),
        row(
            20069,
            400,
            "the app was disabled meanwhile",
            f -> {
              String code = f.code();
              f.change("cli_sample", app -> app.switched(EnumSet.of(Switch.REFRESH)));
              return f.redeem(code);
            }),
        row(
            20070,
            400,
            "a secret in the body and HTTP Basic",
            f ->
                f.postForm(
                    f.tokenPath,
                    Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "cli_sample",
                        "client_secret",
                        SECRET,
                        "code",
                        f.code()),
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(("cli_sample:" + SECRET).getBytes(UTF_8)))),
        row(
            20024,
            400,
            "another app's code",
            f -> f.redeem(f.code(), "client_id", "cli_other", "client_secret", SECRET + "-2")),
        row(
            20024,
            400,
            "another app's refresh token",
            f ->
                f.refresh(
                    f.refreshToken(), "client_id", "cli_other", "client_secret", SECRET + "-2")));
  }

  private static List<Row> codes() {
    return List.of(
        row(20003, 400, "a code nobody was given", f -> f.redeem("fake-code")),
        row(
            20004,
            400,
            "a code of five minutes ago",
            f -> {
              String code = f.code();
              f.clock.advance(Duration.ofMinutes(5));
              return f.redeem(code);
            }),
        row(
            20065,
            400,
            "a code for the second time",
            f -> {
              String code = f.code();
              assertThat(f.redeem(code).code()).isZero();
              return f.redeem(code);
            }),
        row(
            20071,
            400,
            "another redirect address",
            f -> f.redeem(f.code(), "redirect_uri", OAuthFixture.REDIRECT + "/")),
        row(20071, 400, "no redirect address", f -> f.redeem(f.code(), "redirect_uri", "")),
        row(20049, 400, "no verifier", f -> f.redeem(f.code("code_challenge", VERIFIER))),
        row(
            20049,
            400,
            "a wrong verifier",
            f -> f.redeem(f.code("code_challenge", VERIFIER), "code_verifier", VERIFIER + "x")),
        row(
            20049,
            400,
            "the challenge in place of the verifier",
            f ->
                f.redeem(
                    f.code("code_challenge", VERIFIER, "code_challenge_method", "S256"),
                    "code_verifier",
                    VERIFIER)),
        row(
            20049,
            400,
            "a verifier nobody asked for",
            f -> f.redeem(f.code(), "code_verifier", VERIFIER)));
  }

  private static List<Row> people() {
    return List.of(
        row(
            20008,
            400,
            "the person was erased",
            f -> {
              String code = f.code();
              f.meddle("DELETE FROM account WHERE email = '" + ANNA + "'");
              return f.redeem(code);
            }),
        row(
            20066,
            400,
            "the person was frozen",
            f -> {
              String token = f.refreshToken();
              f.become(Person.Status.FROZEN);
              return f.refresh(token);
            }),
        row(
            20009,
            400,
            "the app is no longer installed in the tenant",
            f -> {
              String token = f.refreshToken();
              f.change("cli_sample", app -> app.inStore(Set.of("elsewhere")));
              return f.refresh(token);
            }),
        row(
            20010,
            400,
            "the person is no longer in the availability range",
            f -> {
              String code = f.code();
              f.change("cli_sample", app -> app.availableTo(Set.of("ben@example.com")));
              return f.redeem(code);
            }),
        row(
            21000,
            400,
            "a company rule wants something first",
            f -> underPolicy(f, OAuthError.POLICY_CHALLENGE, "https://sso.example.com/step-up")),
        row(
            21001,
            400,
            "a company rule says no",
            f -> underPolicy(f, OAuthError.POLICY_DENIED, "")));
  }

  private static Answer underPolicy(OAuthFixture f, OAuthError error, String url) {
    String token = f.refreshToken();
    f.policy =
        (app, person) -> {
          throw new OAuthRefusal(error, url);
        };
    f.restart();
    Answer answer = f.refresh(token);
    assertThat(answer.json().path("challenge_url").asText("")).isEqualTo(url);
    return answer;
  }

  private static List<Row> refreshing() {
    return List.of(
        row(20026, 400, "a refresh token nobody was given", f -> f.refresh("fake-token")),
        row(
            20026,
            400,
            "a refresh token of v1",
            f -> {
              Answer v1 =
                  f.postJson(
                      "/open-apis/authen/v1/oidc/access_token",
                      Map.of("grant_type", "authorization_code", "code", f.code()),
                      "Authorization",
                      "Bearer " + f.appToken());
              return f.refresh(v1.data("refresh_token"));
            }),
        row(
            20037,
            400,
            "a refresh token of seven days ago",
            f -> {
              String token = f.refreshToken();
              f.clock.advance(Duration.ofDays(7));
              return f.refresh(token);
            }),
        row(
            20037,
            400,
            "a year after the consent, however often it was refreshed",
            f -> {
              String token = f.refreshToken();
              for (int day = 5; day <= 360; day += 5) {
                f.clock.advance(Duration.ofDays(5));
                token = f.refresh(token).json().path("refresh_token").textValue();
              }
              f.clock.advance(Duration.ofDays(5));
              return f.refresh(token);
            }),
        row(
            20064,
            400,
            "an administrator took it back",
            f -> {
              String token = f.refreshToken();
              f.revoke(Revoked.Reason.ADMINISTRATOR);
              return f.refresh(token);
            }),
        row(
            20073,
            400,
            "a refresh token for the second time",
            f -> {
              String token = f.refreshToken();
              assertThat(f.refresh(token).code()).isZero();
              return f.refresh(token);
            }),
        row(
            20074,
            400,
            "the app's switch was turned off",
            f -> {
              String token = f.refreshToken();
              f.change("cli_sample", app -> app.switched(EnumSet.of(App.Switch.ENABLED)));
              return f.refresh(token);
            }));
  }

  private static List<Row> scopes() {
    String twice = OAuthFixture.MINT_SCOPE + " " + OAuthFixture.MINT_SCOPE;
    return List.of(
        row(20067, 400, "a scope twice", f -> f.redeem(f.code(), "scope", twice)),
        row(
            20068,
            400,
            "a scope that was not granted",
            f -> f.redeem(f.code(), "scope", "contact:user.email:readonly")),
        row(20067, 400, "a scope twice", f -> f.refresh(f.refreshToken(), "scope", twice)),
        row(
            20068,
            400,
            "a scope that was not granted",
            f -> f.refresh(f.refreshToken(), "scope", "contact:user.email:readonly")));
  }

  private static List<Row> servers() {
    return List.of(
        row(
            20050,
            500,
            "the database is broken",
            f -> {
              String code = f.code();
              f.meddle("ALTER TABLE authorization_code RENAME TO gone");
              return f.redeem(code);
            }),
        row(
            20072,
            503,
            "about to close",
            f -> {
              String code = f.code();
              f.issuer.drain();
              return f.redeem(code);
            }));
  }
}
