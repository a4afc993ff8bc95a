package io.kalends.testkit;

import io.kalends.testkit.ScriptedBrowser.Page;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person at the consent page of a sandbox issuer on which people pick themselves ({@code
 * SignIn.pick()}): picks, then decides, then goes wherever the page leads.
 */
public final class ConsentingPerson {

  private static final Pattern QUESTION =
      Pattern.compile("name=\"question\" value=\"([A-Za-z0-9_-]+)\"");

  private final ScriptedBrowser browser = new ScriptedBrowser();
  private final String email;

  private ConsentingPerson(String email) {
    this.email = email;
  }

  /**
   * A person the issuer knows.
   *
   * @param email who they pick
   * @return somebody at a browser of their own
   */
  public static ConsentingPerson named(String email) {
    return new ConsentingPerson(email);
  }

  /**
   * Says yes.
   *
   * @param page address of the consent page
   * @return where that leads
   */
  public Page allow(URI page) {
    return decide(page, "allow");
  }

  /**
   * Says no.
   *
   * @param page address of the consent page
   * @return where that leads
   */
  public Page deny(URI page) {
    return decide(page, "deny");
  }

  /**
   * Only looks.
   *
   * @param page address of the consent page
   * @return what is there
   */
  public Page open(URI page) {
    return browser.open(page);
  }

  private Page decide(URI address, String decision) {
    Page picking = browser.open(address);
    URI form = URI.create(address.toString().replaceFirst("\\?.*$", ""));
    Page asked = browser.submit(form, Map.of("question", question(picking), "email", email));
    return browser.submit(form, Map.of("question", question(asked), "decision", decision));
  }

  private static String question(Page page) {
    Matcher question = QUESTION.matcher(page.body());
    if (!question.find()) {
      throw new AssertionError("no question on this page: " + page.status() + " " + page.body());
    }
    return question.group(1);
  }
}
