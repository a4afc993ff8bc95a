package io.kalends.issuer.oauth;

import io.kalends.edge.Response;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.oauth.Page.Words;
import io.kalends.issuer.token.OAuthError;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What people are shown. */
final class Pages {

  private static final String SELF = "'self'";
  private static final String NOWHERE = "'none'";

  private static final Words OTHER = new Words("使用以下权限:", "Use this permission:");

  private static final Map<String, Words> SCOPES =
      Map.of(
          "calendar:settings.caldav:create",
          new Words("为你的设备生成日历同步账号", "Create calendar sync accounts for your devices"),
          "calendar:calendar",
          new Words("读取和修改你的日历", "Read and change your calendars"),
          "offline_access",
          new Words("在你不在线时继续使用已授予的权限", "Keep these permissions while you are away"),
          "contact:user.email:readonly",
          new Words("查看你的邮箱地址", "See your e-mail address"),
          "contact:user.phone:readonly",
          new Words("查看你的手机号", "See your mobile number"),
          "contact:user.employee_id:readonly",
          new Words("查看你的用户 ID", "See your user ID"),
          "contact:user.employee:readonly",
          new Words("查看你的工号等雇佣信息", "See your employee number and the like"));

  private Pages() {}

  /** Asks for consent. */
  static Response consent(AuthorizeRequest asked, Person person, String question) {
    Map<String, Words> scopes = new TreeMap<>();
    asked.scopes().forEach(scope -> scopes.put(scope, SCOPES.getOrDefault(scope, OTHER)));
    Page page =
        Page.titled("授权", "Authorize")
            .say("应用请求访问你的账号:", "An app asks for access to your account:", asked.app().name())
            .say("你的登录身份:", "You are signed in as:", person.name() + " <" + person.email() + ">");
    if (scopes.isEmpty()) {
      page.say("它将获知你的姓名和用户标识。", "It will learn your name and user identifiers.");
    } else {
      page.say("它将可以:", "It will be able to:").list(scopes);
    }
    URI target = URI.create(asked.redirectUri());
    return page.say("之后你将前往:", "Afterwards you go to:", target.getAuthority())
        .open(Map.of("question", question))
        .button("decision", "allow", "授权 Authorize")
        .button("decision", "deny", "拒绝 Decline")
        .close()
        .answer(200, SELF + " " + source(target));
  }

  /** Asks who it is. For a sandbox. */
  static Response pick(List<Person> people, String question) {
    Page page =
        Page.titled("沙箱:选择你的身份", "Sandbox: pick who you are")
            .say("此页面不验证任何人,不得用于生产环境。", "This page checks nobody. It is not for production.")
            .open(Map.of("question", question))
            .line("email", new Words("邮箱地址", "E-mail address"))
            .button("person", "", "继续 Continue")
            .close();
    for (Person person : people) {
      page.open(Map.of("question", question))
          .button("person", Long.toString(person.id()), person.name() + " <" + person.email() + ">")
          .close();
    }
    return page.answer(200, SELF);
  }

  /** The page cannot know who is before it. */
  static Response notSignedIn(String logId) {
    return Page.titled("无法确认你的身份", "Nobody knows who you are")
        .say("请通过公司的单点登录入口访问此页面。", "Open this page through the company's single sign-on proxy.")
        .say(
            "管理员:请在 oauth.signInHeader 中设置身份请求头,并将代理的 IP 地址加入 oauth.trustedProxies。",
            "Administrators: set oauth.signInHeader to the header in which the proxy sends the e-mail address,"
                + " and oauth.trustedProxies to the proxy's IP addresses. The header is believed from"
                + " there only, and has to be there once.")
        .say("日志编号:", "Log id:", logId)
        .answer(403, NOWHERE);
  }

  /** The page is too old, was answered before, or is somebody else's. */
  static Response stale(String logId) {
    return Page.titled("此页面已失效", "This page is out of date")
        .say("请返回应用重新开始。", "Go back to the app and start again.")
        .say("日志编号:", "Log id:", logId)
        .answer(400, NOWHERE);
  }

  /** The app cannot have what it asks for. */
  static Response refused(OAuthError error, String challengeUrl, String logId) {
    Page page =
        Page.titled("无法授权", "Cannot authorize")
            .say(
                String.format(Locale.ROOT, "错误码:%d", error.code()),
                String.format(Locale.ROOT, "Error %d: %s", error.code(), error.text()));
    if (!challengeUrl.isEmpty()) {
      page.say("请先前往:", "First go to:", challengeUrl);
    }
    return page.say("日志编号:", "Log id:", logId).answer(error.status(), NOWHERE);
  }

  /**
   * Where the answer to the form is sent on to; browsers hold redirects to it as well. The grammar
   * of the policy has no IPv6 addresses: there the scheme has to do.
   */
  private static String source(URI target) {
    String scheme = target.getScheme().toLowerCase(Locale.ROOT);
    String host = target.getHost();
    if (!host.matches("[A-Za-z0-9.-]+")) {
      return scheme + ":";
    }
    return scheme + "://" + host + (target.getPort() < 0 ? "" : ":" + target.getPort());
  }
}
