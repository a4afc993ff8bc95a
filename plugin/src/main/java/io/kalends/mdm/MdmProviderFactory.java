package io.kalends.mdm;

import io.kalends.settings.Settings;
import java.time.Clock;

/**
 * Makes a provider from its settings. Found by {@link java.util.ServiceLoader}: list the
 * implementation under {@code META-INF/services/io.kalends.mdm.MdmProviderFactory}.
 */
public interface MdmProviderFactory {

  /**
   * The name by which a configuration asks for this kind of provider.
   *
   * @return lower-case, for example {@code folder}
   */
  String type();

  /**
   * Makes a provider. Does not call out.
   *
   * @param settings this instance's settings; a key it does not know must be refused ({@link
   *     Settings#refuseUnknown})
   * @param clock the time
   * @return a provider to be closed by the caller
   * @throws io.kalends.settings.InvalidSetting naming the key and the fix
   */
  MdmProvider create(Settings settings, Clock clock);
}
