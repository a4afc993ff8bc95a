package io.kalends.davx5;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.account.CalDavAccount;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.finding.Finding;
import io.kalends.secret.Secret;
import java.util.List;
import java.util.Map;

/**
 * Makes the managed configuration of one device: the template, the administrator's settings and the
 * device's own account. Pure: same input, same values in the same order.
 */
public final class Davx5Builder {

  /** Stands for any account while the administrator's part is checked; logs in nowhere. */
  private static final CalDavAccount NOBODY =
      CalDavAccount.of(
          "calendar.invalid",
          CalDavAccount.HTTPS,
          "nobody",
          Secret.of("ThisIsNoPasswordButPassesTheRules0"));

  private final Davx5Templates templates;
  private final Davx5Settings settings;
  private final Davx5Plan plan;
  private final List<Finding> warnings;

  /**
   * Checks template, settings and plan together, so that an administrator's mistake shows at start
   * and not with the first device.
   *
   * @param templates what is filled
   * @param settings the administrator's decisions, the licence among them
   * @param plan whose passwords will be filled in, whether they rotate, what the MDM expands
   * @throws Davx5Refused naming every error and its fix
   */
  public Davx5Builder(Davx5Templates templates, Davx5Settings settings, Davx5Plan plan) {
    this.templates = templates;
    this.settings = settings;
    this.plan = plan;
    refuseErrors("DAVx5 settings", homeless(templates, settings));
    ManagedConfiguration trial = filled(NOBODY);
    this.warnings = Davx5Validator.check(trial, plan);
    refuseErrors("DAVx5 settings", warnings);
  }

  /**
   * What an administrator should know about template and settings, whatever the account.
   *
   * @return warnings only
   */
  public List<Finding> warnings() {
    return warnings;
  }

  /**
   * Fills in one account.
   *
   * @param account the device's own
   * @return a configuration in which {@link Davx5Validator} finds no error
   * @throws Davx5Refused when this account cannot travel this way, for example because its user
   *     name looks like a variable of the MDM; names the key, never the value
   */
  public ManagedConfiguration build(CalDavAccount account) {
    ManagedConfiguration configuration = filled(account);
    refuseErrors("DAVx5 configuration", Davx5Validator.check(configuration, plan));
    return configuration;
  }

  private ManagedConfiguration filled(CalDavAccount account) {
    ObjectNode tree = templates.managed();
    tree.put("login_base_url", baseUrl(account));
    tree.put("login_user_name", account.userName());
    tree.put("login_password", account.password().reveal());
    tree.put("login_credentials_lock", settings.credentialsLock());
    Map<String, String> texts = settings.texts();
    for (String key : Davx5Settings.fillableTexts()) {
      if (Davx5Templates.isPlaceholder(key, tree.path(key))) {
        if (texts.containsKey(key)) {
          tree.put(key, texts.get(key));
        } else {
          tree.remove(key);
        }
      }
    }
    return new ManagedConfiguration(settings.packageName(), Davx5Json.values(tree));
  }

  private static String baseUrl(CalDavAccount account) {
    String port = account.port() == CalDavAccount.HTTPS ? "" : ":" + account.port();
    return account
        .principalUrl()
        .map(Object::toString)
        .orElse("https://" + account.host() + port + "/");
  }

  /** Settings the template has no place for: they must not be dropped in silence. */
  private static List<Finding> homeless(Davx5Templates templates, Davx5Settings settings) {
    ObjectNode tree = templates.managed();
    return settings.texts().keySet().stream()
        .sorted()
        .filter(key -> !Davx5Templates.isPlaceholder(key, tree.path(key)))
        .map(
            key ->
                Finding.error(
                    key,
                    "set, but the template does not say \""
                        + Davx5Templates.placeholder(key)
                        + "\" under this key; put it there or drop the setting"))
        .toList();
  }

  private static void refuseErrors(String what, List<Finding> findings) {
    if (Finding.anyError(findings)) {
      throw new Davx5Refused(what, findings);
    }
  }
}
