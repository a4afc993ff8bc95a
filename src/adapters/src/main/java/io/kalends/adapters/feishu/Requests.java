package io.kalends.adapters.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Requests in the form the contract asks for, each to be sent once. */
final class Requests {

  /** What RFC 6750 and the vendor's tokens stay within; the limit is theirs, times two. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,8192}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Requests() {}

  static boolean isToken(Secret token) {
    return TOKEN.matcher(token.reveal()).matches();
  }

  static HttpUriRequestBase post(URI url, Map<String, String> body) {
    HttpPost request = new HttpPost(url);
    request.setHeader("Content-Type", "application/json; charset=utf-8");
    try {
      request.setEntity(new ByteArrayEntity(JSON.writeValueAsBytes(body), null));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
    return plain(request);
  }

  static HttpUriRequestBase get(URI url) {
    return plain(new HttpGet(url));
  }

  static void authorize(HttpUriRequestBase request, Secret token) {
    request.setHeader("Authorization", "Bearer " + token.reveal());
  }

  private static HttpUriRequestBase plain(HttpUriRequestBase request) {
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", "identity");
    return request;
  }
}
