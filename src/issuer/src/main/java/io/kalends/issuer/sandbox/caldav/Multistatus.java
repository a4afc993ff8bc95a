package io.kalends.issuer.sandbox.caldav;

import io.kalends.edge.Response;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.namespace.QName;

/** The answer about several resources: RFC 4918, section 13. */
final class Multistatus {

  private static final Map<Integer, String> REASONS =
      Map.of(200, "OK", 403, "Forbidden", 404, "Not Found");

  private final Markup markup = Markup.document(Xml.dav("multistatus"));

  /**
   * One resource and what was asked about it; what it does not have comes back under 404.
   *
   * @param resource found
   * @param asked names of properties, each once
   */
  void add(Resource resource, Collection<QName> asked) {
    Map<QName, Consumer<Markup>> found = new LinkedHashMap<>();
    Map<QName, Consumer<Markup>> missing = new LinkedHashMap<>();
    for (QName name : asked) {
      resource
          .property(name)
          .ifPresentOrElse(
              value -> found.put(name, value), () -> missing.put(name, Resource.NOTHING));
    }
    begin(resource.href());
    if (!found.isEmpty() || missing.isEmpty()) {
      propstat(found, 200);
    }
    if (!missing.isEmpty()) {
      propstat(missing, 404);
    }
    markup.close();
  }

  /** The names of what a resource has, without values. */
  void addNames(Resource resource) {
    Map<QName, Consumer<Markup>> names = new LinkedHashMap<>();
    resource.properties().keySet().forEach(name -> names.put(name, Resource.NOTHING));
    begin(resource.href());
    propstat(names, 200);
    markup.close();
  }

  /** Every property refused alike. */
  void addRefused(String href, Set<QName> names, int status) {
    Map<QName, Consumer<Markup>> refused = new LinkedHashMap<>();
    names.forEach(name -> refused.put(name, Resource.NOTHING));
    begin(href);
    propstat(refused, status);
    markup.close();
  }

  /** A resource that is not there, or no longer. */
  void addMissing(String href) {
    begin(href);
    status(404);
    markup.close();
  }

  void syncToken(String token) {
    markup.element(Xml.SYNC_TOKEN, token);
  }

  Response response() {
    return new Response(207, Markup.CONTENT_TYPE, Map.of(), markup.finish());
  }

  /** The answer about several resources and the same properties of each. */
  static Response of(List<Resource> resources, Collection<QName> asked) {
    Multistatus answer = new Multistatus();
    resources.forEach(resource -> answer.add(resource, asked));
    return answer.response();
  }

  private void begin(String href) {
    markup.open(Xml.dav("response"));
    markup.element(Xml.HREF, href);
  }

  private void propstat(Map<QName, Consumer<Markup>> properties, int status) {
    markup.open(Xml.dav("propstat"));
    markup.open(Xml.PROP);
    properties.forEach(
        (name, value) -> {
          markup.open(name);
          value.accept(markup);
          markup.close();
        });
    markup.close();
    status(status);
    markup.close();
  }

  private void status(int status) {
    markup.element(
        Xml.dav("status"), "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, ""));
  }
}
