package io.kalends.account;

import io.kalends.consent.UserTokens;
import io.kalends.settings.Settings;
import java.time.Clock;

/**
 * Makes a source from its settings. Found by {@link java.util.ServiceLoader}: list the
 * implementation under {@code META-INF/services/io.kalends.account.CredentialSourceFactory}.
 */
public interface CredentialSourceFactory {

  /**
   * The name by which a configuration asks for this kind of source.
   *
   * @return lower-case, for example {@code feishu}
   */
  String type();

  /**
   * Makes a source. Does not call out.
   *
   * @param settings this instance's settings; a key it does not know must be refused ({@link
   *     Settings#refuseUnknown})
   * @param tokens where owners' tokens come from
   * @param clock the time
   * @return a source to be closed by the caller
   * @throws io.kalends.settings.InvalidSetting naming the key and the fix
   */
  CredentialSource create(Settings settings, UserTokens tokens, Clock clock);
}
