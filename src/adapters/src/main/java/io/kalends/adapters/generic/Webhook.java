package io.kalends.adapters.generic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.event.EventReceiver;
import io.kalends.event.InboundReply;
import io.kalends.event.InboundRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The way in: who did not sign is not read at all. */
final class Webhook implements EventReceiver {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Signatures signatures;

  Webhook(Signatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public InboundReply receive(InboundRequest request) {
    byte[] body = request.body();
    if (!signatures.isGenuine(request.header(Signatures.HEADER), body)) {
      return InboundReply.unauthenticated();
    }
    // The signature covers the body alone, so that nothing else may carry a meaning.
    if (!request.method().equals("POST")) {
      return refused(405, "method", "must be POST");
    }
    if (!request.path().isEmpty() || !request.query().isEmpty()) {
      return refused(404, "path", "must end with the instance's name, without a query");
    }
    try {
      return InboundReply.ok(EventReader.read(body));
    } catch (RefusedBody e) {
      return refused(400, e.field(), e.fix());
    }
  }

  private static InboundReply refused(int status, String field, String fix) {
    Map<String, String> answer = new TreeMap<>(Map.of("field", field, "error", fix));
    try {
      return new InboundReply(
          status, "application/json", JSON.writeValueAsString(answer), List.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }
}
