package io.kalends.adapters.feishu;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialSource;
import io.kalends.account.DeviceLabel;
import io.kalends.consent.UserTokens;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Mints through {@code POST /open-apis/calendar/v4/settings/generate_caldav_conf}. The contract has
 * no method to list, revoke, rotate or test what it made, so this source offers none of the
 * optional abilities; {@link FeishuCredentialSourceFactory} adds a probe of the calendar host.
 * Nothing is ever sent twice, with one exception: a call refused because of its token made nothing,
 * and is repeated once with the replacement.
 */
public final class FeishuCredentialSource implements CredentialSource {

  private final OpenApiClient client;
  private final URI url;
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
    this(new OpenApiClient(openApi.timeouts(), clock), openApi, tokens, clock);
  }

  /**
   * A source over a server that can revoke what it made. Connections are kept for the next call,
   * which makes hundreds of calls a second possible; one that the server closed meanwhile can end
   * in {@link io.kalends.failure.UncertainOutcome}, and revoking ends the doubt.
   *
   * @param openApi where it is served, and the time-outs
   * @param connections the most at a time
   * @param tokens where the owners' tokens come from
   * @param clock to turn "in 30 seconds" into an instant
   * @return a source to be closed by the caller
   */
  public static FeishuCredentialSource keepingConnections(
      OpenApi openApi, int connections, UserTokens tokens, Clock clock) {
    OpenApiClient client =
        new OpenApiClient(
            openApi.timeouts(), new OpenApiClient.Connections(connections, true), clock);
    return new FeishuCredentialSource(client, openApi, tokens, clock);
  }

  FeishuCredentialSource(OpenApiClient client, OpenApi openApi, UserTokens tokens, Clock clock) {
    this.client = client;
    this.url = openApi.generateCaldavConf();
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
    Secret token = sendable(tokens.tokenOf(owner), label);
    MintAnswer first = ask(token, label);
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

  private Secret replacementFor(DeviceOwner owner, Secret token, MintAnswer refusal) {
    try {
      return tokens.replace(owner, token);
    } catch (ActionRequired none) {
      throw refusal.andNoOtherToken(none);
    }
  }

  private MintAnswer ask(Secret token, DeviceLabel label) {
    Attempt attempt = Attempt.minting(label);
    HttpUriRequestBase request = Requests.post(url, Map.of("device_name", label.value()));
    Requests.authorize(request, token);
    Reply reply = client.send(request, attempt, List.of(token));
    return new MintAnswer(reply, new Verdict(reply, attempt, ErrorTable.MINTING, clock));
  }

  private static Secret sendable(Secret token, DeviceLabel label) {
    if (!Requests.isToken(token)) {
      throw new ActionRequired(
          ActionRequired.Who.ADMINISTRATOR,
          "the place the tokens are kept in: store this owner's token again, bare and on one line",
          Attempt.minting(label).says("not sent: the owner's token holds a character no token has"),
          null);
    }
    return token;
  }
}
