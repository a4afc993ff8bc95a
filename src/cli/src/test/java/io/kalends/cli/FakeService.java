package io.kalends.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;

/** A service whose page consents by itself and sends the browser back at once. */
final class FakeService implements AutoCloseable {

  static final String CODE = "canary-code-0123456789";
  static final String TOKEN = "eyJ.canary-token-0123456789";
  static final String REFRESH = "eyJ.canary-refresh-0123456789";

  private static final String PAGE = "/open-apis/authen/v1/authorize";
  private static final String TOKENS = "/open-apis/authen/v2/oauth/token";
  private static final String PERSON = "/open-apis/authen/v1/user_info";

  private final WireMockServer server =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1").templatingEnabled(true));

  FakeService() {
    server.start();
    sendsBack("code=" + CODE);
    grants("calendar:settings.caldav:create");
    names("\"email\":\"Alice@example.org\"");
  }

  String url() {
    return server.baseUrl();
  }

  /** What the page adds to the redirect URL, beside the state. */
  void sendsBack(String query) {
    server.stubFor(
        get(urlPathEqualTo(PAGE))
            .willReturn(
                aResponse()
                    .withStatus(302)
                    .withTransformers("response-template")
                    .withHeader(
                        "Location",
                        "{{request.query.redirect_uri}}?"
                            + query
                            + "&state={{request.query.state}}")));
  }

  void grants(String scopes) {
    answersTokens(
        200,
        "{\"code\":0,\"access_token\":\""
            + TOKEN
            + "\",\"expires_in\":7200,\"refresh_token\":\""
            + REFRESH
            + "\",\"refresh_token_expires_in\":604800,\"token_type\":\"Bearer\",\"scope\":\""
            + scopes
            + "\"}");
  }

  void answersTokens(int status, String json) {
    server.stubFor(
        post(TOKENS)
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/json")
                    .withBody(json)));
  }

  void names(String more) {
    server.stubFor(
        get(PERSON)
            .willReturn(
                okJson(
                    "{\"code\":0,\"data\":{\"name\":\"Alice \\u202e张\",\"open_id\":\"ou_1\","
                        + "\"union_id\":\"on_1\",\"tenant_key\":\"t1\","
                        + more
                        + "}}")));
  }

  /** The bodies the token endpoint got. */
  JsonNode onlyTokenRequest() throws IOException {
    var events =
        server.getAllServeEvents().stream()
            .filter(event -> event.getRequest().getUrl().equals(TOKENS))
            .toList();
    if (events.size() != 1) {
      throw new AssertionError(events.size() + " token requests");
    }
    return new ObjectMapper().readTree(events.get(0).getRequest().getBodyAsString());
  }

  long tokenRequests() {
    return server.getAllServeEvents().stream()
        .filter(event -> event.getRequest().getUrl().equals(TOKENS))
        .count();
  }

  @Override
  public void close() {
    server.stop();
  }
}
