package io.kalends.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;

/** Calls an issuer over real HTTP, as a client of the contract would. */
final class Caller {

  static final String PATH = "/open-apis/calendar/v4/settings/generate_caldav_conf";
  static final String JSON = "application/json; charset=utf-8";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI baseUrl;

  Caller(URI baseUrl) {
    this.baseUrl = baseUrl;
  }

  Answer mint(String token, String body) {
    return mint(token, body.getBytes(UTF_8), JSON);
  }

  Answer mint(String token, byte[] body, String contentType) {
    return send(
        PATH,
        request ->
            request
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body)));
  }

  Answer mintWithoutContentType(String token, BodyPublisher body) {
    return send(PATH, request -> request.header("Authorization", "Bearer " + token).POST(body));
  }

  Answer send(String path, Consumer<HttpRequest.Builder> details) {
    HttpRequest.Builder request = HttpRequest.newBuilder(baseUrl.resolve(path));
    details.accept(request);
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofString(UTF_8)));
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What came back. */
  record Answer(HttpResponse<String> http) {

    int status() {
      return http.statusCode();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return MAPPER.readTree(http.body());
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }

    int code() {
      return json().path("code").asInt(-1);
    }

    String data(String field) {
      return json().path("data").path(field).textValue();
    }
  }
}
