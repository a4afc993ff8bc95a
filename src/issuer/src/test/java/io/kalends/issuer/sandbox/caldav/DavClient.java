package io.kalends.issuer.sandbox.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A client with one user's password. It follows no redirect and believes nothing. */
final class DavClient {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** An answer; XML in it is asked by XPath, with local names only. */
  record Answer(HttpResponse<String> http) {

    int status() {
      return http.statusCode();
    }

    String body() {
      return http.body();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    /** The texts of what an XPath finds; {@code //D.href} stands for any element href. */
    List<String> texts(String path) {
      String anyPrefix = path.replaceAll("D\\.([a-z-]+)", "*[local-name()='$1']");
      try {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document =
            factory.newDocumentBuilder().parse(new ByteArrayInputStream(body().getBytes(UTF_8)));
        NodeList found =
            (NodeList)
                XPathFactory.newInstance()
                    .newXPath()
                    .evaluate(anyPrefix, document, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
          Node node = found.item(i);
          texts.add(node.getTextContent());
        }
        return texts;
      } catch (ParserConfigurationException
          | SAXException
          | IOException
          | XPathExpressionException e) {
        throw new AssertionError("no XML: " + body(), e);
      }
    }

    String text(String path) {
      List<String> texts = texts(path);
      if (texts.size() != 1) {
        throw new AssertionError(path + " found " + texts + " in " + body());
      }
      return texts.get(0);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String authorization;

  DavClient(URI base, String user, String password) {
    this(
        base,
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)));
  }

  DavClient(URI base, String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofString(UTF_8)));
    } catch (IOException e) {
      throw new AssertionError("no answer to " + method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** PROPFIND for some properties, as {@code D:getetag}, {@code C:...} or {@code CS:...}. */
  Answer propfind(String path, int depth, String... properties) {
    return send(
        "PROPFIND",
        path,
        element("D:propfind", element("D:prop", names(properties))),
        "Depth",
        Integer.toString(depth));
  }

  /** REPORT calendar-query for etag and data. */
  Answer query(String path, String filter) {
    return send(
        "REPORT",
        path,
        element(
            "C:calendar-query",
            element("D:prop", names("D:getetag", "C:calendar-data")) + element("C:filter", filter)),
        "Depth",
        "1");
  }

  Answer multiget(String path, String... hrefs) {
    StringBuilder all = new StringBuilder();
    for (String href : hrefs) {
      all.append("<D:href>").append(href).append("</D:href>");
    }
    return send(
        "REPORT",
        path,
        element(
            "C:calendar-multiget", element("D:prop", names("D:getetag", "C:calendar-data")) + all));
  }

  Answer sync(String path, String token) {
    return send(
        "REPORT",
        path,
        element(
            "D:sync-collection",
            "<D:sync-token>"
                + token
                + "</D:sync-token><D:sync-level>1</D:sync-level>"
                + element("D:prop", names("D:getetag"))));
  }

  static String element(String name, String inside) {
    return "<"
        + name
        + " xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""
        + " xmlns:CS=\"http://calendarserver.org/ns/\">"
        + inside
        + "</"
        + name
        + ">";
  }

  private static String names(String... properties) {
    StringBuilder names = new StringBuilder();
    for (String property : properties) {
      names.append('<').append(property).append("/>");
    }
    return names.toString();
  }
}
