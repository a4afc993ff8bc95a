package io.kalends.adapters.feishu;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialSource;
import io.kalends.account.DeviceLabel;
import io.kalends.consent.UserTokens;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.secret.Secret;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * Mints through {@code POST /open-apis/calendar/v4/settings/generate_caldav_conf}. The contract has
 * no method to list, revoke, rotate or test what it made, so this source offers none of the
 * optional abilities. Nothing is ever sent twice, with one exception: a call refused because of its
 * token made nothing, and is repeated once with the replacement.
 */
public final class FeishuCredentialSource implements CredentialSource {

  /** What RFC 6750 and the vendor's tokens stay within; the limit is theirs, times two. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,8192}");

  private final OpenApiClient client;
  private final UserTokens tokens;
  private final Clock clock;

  /**
   * A source over one server of the contract.
   *
   * @param openApi where it is served, and the time-outs
   * @param tokens where the owners' tokens come from
   * @param clock to turn "in 30 seconds" into an instant
   */
  public FeishuCredentialSource(OpenApi openApi, UserTokens tokens, Clock clock) {
    this(new OpenApiClient(openApi, clock), tokens, clock);
  }

  FeishuCredentialSource(OpenApiClient client, UserTokens tokens, Clock clock) {
    this.client = client;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
    Secret token = sendable(tokens.tokenOf(owner), label);
    Verdict first = ask(token, label);
    if (!first.refusesTheToken()) {
      return first.account();
    }
    Secret replacement = sendable(replacementFor(owner, token, first), label);
    // A store that hands the refused token out again has none that would do.
    return replacement.equals(token) ? first.account() : ask(replacement, label).account();
  }

  @Override
  public void close() {
    client.close();
  }

  private Secret replacementFor(DeviceOwner owner, Secret token, Verdict refusal) {
    try {
      return tokens.replace(owner, token);
    } catch (ActionRequired none) {
      throw refusal.andNoOtherToken(none);
    }
  }

  private Verdict ask(Secret token, DeviceLabel label) {
    return new Verdict(client.generateCaldavConf(token, label), label, clock);
  }

  private static Secret sendable(Secret token, DeviceLabel label) {
    if (!TOKEN.matcher(token.reveal()).matches()) {
      throw new ActionRequired(
          ActionRequired.Who.ADMINISTRATOR,
          "the place the tokens are kept in: store this owner's token again, bare and on one line",
          FailureText.of(label, "not sent: the owner's token holds a character no token has")
              .toString(),
          null);
    }
    return token;
  }
}
