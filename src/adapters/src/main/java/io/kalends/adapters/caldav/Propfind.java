package io.kalends.adapters.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.account.CalDavAccount;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** PROPFIND of depth 0 that asks for the one property every login has. */
final class Propfind {

  private static final byte[] BODY =
      ("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
              + "<propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>")
          .getBytes(UTF_8);

  private Propfind() {}

  /**
   * A request.
   *
   * @param place of what
   * @param account who asks; empty for nobody
   */
  static HttpUriRequestBase of(URI place, Optional<CalDavAccount> account) {
    HttpUriRequestBase request = new HttpUriRequestBase("PROPFIND", place);
    request.setHeader("Depth", "0");
    request.setHeader("Accept", "application/xml, text/xml");
    request.setHeader("Accept-Encoding", "identity");
    request.setHeader("Content-Type", "application/xml; charset=utf-8");
    request.setEntity(new ByteArrayEntity(BODY, null));
    account.ifPresent(whose -> request.setHeader("Authorization", basic(whose)));
    return request;
  }

  private static String basic(CalDavAccount account) {
    String pair = account.userName() + ":" + account.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
