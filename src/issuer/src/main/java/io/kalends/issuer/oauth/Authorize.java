package io.kalends.issuer.oauth;

import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.token.Grants;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import io.kalends.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page where a person says yes or no. It is always shown, also to who said yes before: a link
 * alone gets nobody's code. What was checked before showing it is checked again on the answer.
 */
final class Authorize {

  static final String PATH = "/open-apis/authen/v1/authorize";

  private static final Logger LOG = LoggerFactory.getLogger(Authorize.class);
  private static final int MOST_SHOWN = 50;

  private final Directory directory;
  private final Database database;
  private final People people;
  private final Grants grants;
  private final Questions questions;
  private final SignIn signIn;

  Authorize(
      Directory directory,
      Database database,
      People people,
      Grants grants,
      Questions questions,
      SignIn signIn) {
    this.directory = directory;
    this.database = database;
    this.people = people;
    this.grants = grants;
    this.questions = questions;
    this.signIn = signIn;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", PATH, guarded(this::show)),
        new Route("POST", PATH, guarded(this::answer)));
  }

  private Response show(Request request, Exchange exchange) {
    AuthorizeRequest asked = AuthorizeRequest.read(request.query(), directory);
    if (signIn.isPick()) {
      return Pages.pick(some(asked), questions.ask(Questions.ANYBODY, request.query()));
    }
    Optional<String> email = signIn.email(request);
    return email.isEmpty()
        ? Pages.notSignedIn(exchange.logId())
        : consentPage(asked, person(asked, email.get()), request.query());
  }

  private Response answer(Request request, Exchange exchange) {
    Form form = Form.ofPage(request);
    Optional<Questions.Asked> taken = questions.take(form.required("question"));
    if (taken.isEmpty()) {
      return Pages.stale(exchange.logId());
    }
    String query = taken.get().query();
    AuthorizeRequest asked = AuthorizeRequest.read(query, directory);
    if (signIn.isPick() && taken.get().account() == Questions.ANYBODY) {
      return consentPage(asked, picked(asked, form), query);
    }
    Person person = byId(taken.get().account());
    if (!signIn.isPick()) {
      Optional<String> email = signIn.email(request);
      if (email.isEmpty()) {
        return Pages.notSignedIn(exchange.logId());
      }
      if (person.id() != person(asked, email.get()).id()) {
        LOG.warn("a consent page was answered by somebody else: log_id={}", exchange.logId());
        return Pages.stale(exchange.logId());
      }
    }
    return decided(asked, person, form.required("decision"), exchange.logId());
  }

  private Response decided(AuthorizeRequest asked, Person person, String decision, String logId) {
    grants.check(asked.app(), person);
    Redirection back = Redirection.to(asked.redirectUri());
    switch (decision) {
      case "allow" ->
          back.with(
              "code",
              grants.authorize(
                  new Grants.Consent(
                      asked.app(),
                      person,
                      asked.redirectUri(),
                      asked.scopes(),
                      asked.challenge())));
      case "deny" -> back.with("error", "access_denied");
      default -> throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    LOG.info("{}: app={} account={} log_id={}", decision, asked.app(), person.id(), logId);
    return redirect(back.with("state", asked.state()).url());
  }

  private Response consentPage(AuthorizeRequest asked, Person person, String query) {
    grants.check(asked.app(), person);
    return Pages.consent(asked, person, questions.ask(person.id(), query));
  }

  /** Of one of the tenants that have the app. */
  private Person person(AuthorizeRequest asked, String email) {
    List<Person> found = new ArrayList<>();
    for (String tenant : asked.app().tenants()) {
      people.find(tenant, email).ifPresent(found::add);
    }
    if (found.size() != 1) {
      // Nobody, or somebody of several tenants: nobody knows which.
      throw new OAuthRefusal(OAuthError.APP_NOT_AVAILABLE);
    }
    return found.get(0);
  }

  private Person picked(AuthorizeRequest asked, Form form) {
    String id = form.text("person");
    if (id.isEmpty()) {
      return person(asked, form.required("email").strip().toLowerCase(Locale.ROOT));
    }
    if (!id.matches("[0-9]{1,18}")) {
      throw new OAuthRefusal(OAuthError.REQUEST_MALFORMED);
    }
    return byId(Long.parseLong(id));
  }

  private Person byId(long id) {
    return database
        .read("find person", connection -> people.find(connection, id))
        .orElseThrow(() -> new OAuthRefusal(OAuthError.USER_MISSING));
  }

  private List<Person> some(AuthorizeRequest asked) {
    List<Person> some = new ArrayList<>();
    for (String tenant : asked.app().tenants()) {
      some.addAll(people.page(tenant, 0, MOST_SHOWN));
    }
    return some.subList(0, Math.min(some.size(), MOST_SHOWN));
  }

  private static Endpoint guarded(Endpoint answer) {
    return (request, exchange) -> {
      String logId = exchange.logId();
      try {
        return answer.answer(request, exchange);
      } catch (AuthorizeRequest.SentBack e) {
        return redirect(e.location());
      } catch (OAuthRefusal e) {
        LOG.info("refused {}: code={} log_id={}", request, e.error().code(), logId);
        return Pages.refused(e.error(), e.challengeUrl(), logId);
      } catch (RuntimeException e) {
        LOG.error("failed {}: log_id={}", request, logId, e);
        return Pages.refused(OAuthError.SERVER_ERROR, "", logId);
      }
    };
  }

  /** 303: what was posted here is not to be posted there. */
  private static Response redirect(String location) {
    return Page.titled("请稍候", "One moment").answer(303, "'none'").with("Location", location);
  }
}
