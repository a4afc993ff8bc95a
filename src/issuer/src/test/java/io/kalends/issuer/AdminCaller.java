package io.kalends.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.issuer.Caller.Answer;
import java.net.http.HttpRequest.BodyPublishers;

/** Calls the administrator's API over real HTTP. */
final class AdminCaller {

  static final String TOKEN = "not-a-real-admin-token-0123456789";
  static final String OTHER = "another-unreal-admin-token-987654";

  private final Caller caller;
  private final String token;

  AdminCaller(IssuerFixture fixture) {
    this(fixture.caller, TOKEN);
  }

  AdminCaller(Caller caller, String token) {
    this.caller = caller;
    this.token = token;
  }

  Answer get(String path) {
    return caller.send(
        "/admin/v1/" + path, request -> request.header("Authorization", "Bearer " + token));
  }

  Answer post(String path, String body) {
    return post(path, body.getBytes(UTF_8));
  }

  Answer post(String path, byte[] body) {
    return caller.send(
        "/admin/v1/" + path,
        request ->
            request
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofByteArray(body)));
  }
}
