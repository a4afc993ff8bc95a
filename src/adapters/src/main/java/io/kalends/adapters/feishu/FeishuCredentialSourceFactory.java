package io.kalends.adapters.feishu;

import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialSourceFactory;
import io.kalends.consent.UserTokens;
import io.kalends.settings.Settings;
import java.time.Clock;

/** Offers the source under the type {@code feishu}, for Feishu, Lark and self-hosted servers. */
public final class FeishuCredentialSourceFactory implements CredentialSourceFactory {

  /** For {@link java.util.ServiceLoader}. */
  public FeishuCredentialSourceFactory() {}

  @Override
  public String type() {
    return "feishu";
  }

  @Override
  public CredentialSource create(Settings settings, UserTokens tokens, Clock clock) {
    return new FeishuCredentialSource(OpenApi.from(settings), tokens, clock);
  }
}
