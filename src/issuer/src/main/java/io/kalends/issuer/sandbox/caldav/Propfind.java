package io.kalends.issuer.sandbox.caldav;

import io.kalends.edge.Request;
import io.kalends.edge.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** Answers PROPFIND: RFC 4918, section 9.1. */
final class Propfind implements Verb {

  private final Tree tree;

  Propfind(Tree tree) {
    this.tree = tree;
  }

  @Override
  public Response answer(String user, Place place, Request request) {
    boolean members = hasMembers(request.header("depth"));
    Optional<XmlElement> body = RequestXml.read(request.body());
    if (body.isPresent() && !body.get().name().equals(Xml.dav("propfind"))) {
      throw DavError.of(400, "the body of PROPFIND is a DAV:propfind");
    }
    List<Resource> found = tree.at(user, place, members);
    Optional<XmlElement> prop = body.flatMap(element -> element.child(Xml.PROP));
    if (prop.isPresent()) {
      return Multistatus.of(found, prop.get().childNames());
    }
    Multistatus answer = new Multistatus();
    if (body.flatMap(element -> element.child(Xml.dav("propname"))).isPresent()) {
      found.forEach(answer::addNames);
      return answer.response();
    }
    if (body.isPresent() && body.get().child(Xml.dav("allprop")).isEmpty()) {
      throw DavError.of(400, "a DAV:propfind has prop, propname or allprop");
    }
    List<QName> included =
        body.flatMap(element -> element.child(Xml.dav("include")))
            .map(XmlElement::childNames)
            .orElse(List.of());
    found.forEach(resource -> answer.add(resource, all(resource, included)));
    return answer.response();
  }

  /** RFC 4791 wants its own properties left out of "all"; so do the later ones. */
  private static List<QName> all(Resource resource, List<QName> included) {
    return Stream.concat(
            resource.properties().keySet().stream()
                .filter(name -> name.getNamespaceURI().equals(Xml.DAV))
                .filter(name -> !name.equals(Xml.SYNC_TOKEN)),
            included.stream())
        .distinct()
        .toList();
  }

  private static boolean hasMembers(List<String> depth) {
    String value = depth.isEmpty() ? "infinity" : depth.get(0).strip();
    return switch (value) {
      case "0" -> false;
      case "1" -> true;
      case "infinity", "Infinity" -> throw DavError.of(403, Xml.dav("propfind-finite-depth"));
      default -> throw DavError.of(400, "Depth is 0, 1 or infinity");
    };
  }
}
