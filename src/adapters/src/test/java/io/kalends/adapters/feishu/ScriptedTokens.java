package io.kalends.adapters.feishu;

import io.kalends.consent.UserTokens;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.secret.Secret;
import java.util.ArrayList;
import java.util.List;

/** Hands out one token, and another one when that is refused; remembers what was refused. */
final class ScriptedTokens implements UserTokens {

  static final String FIRST = "u-canary-not-a-real-token-1";
  static final String SECOND = "u-canary-not-a-real-token-2";

  private final String first;
  private final String second;
  final List<Secret> refused = new ArrayList<>();

  ScriptedTokens() {
    this(FIRST, SECOND);
  }

  ScriptedTokens(String first, String second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public Secret tokenOf(DeviceOwner owner) {
    return Secret.of(first);
  }

  @Override
  public Secret replace(DeviceOwner owner, Secret token) {
    refused.add(token);
    return Secret.of(second);
  }
}
