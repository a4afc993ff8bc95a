package io.kalends.adapters.feishu;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialSource;
import io.kalends.account.DeviceLabel;
import io.kalends.adapters.caldav.CalDavProbe;
import io.kalends.enrollment.DeviceOwner;

/** The same source, which can also tell whether an account logs in, by asking its host. */
final class ProbingFeishuSource implements CredentialSource, CredentialProbe {

  private final CredentialSource source;
  private final CalDavProbe probe;

  ProbingFeishuSource(CredentialSource source, CalDavProbe probe) {
    this.source = source;
    this.probe = probe;
  }

  @Override
  public CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
    return source.mint(owner, label);
  }

  @Override
  public boolean logsIn(CalDavAccount account) {
    return probe.logsIn(account);
  }

  @Override
  public void close() {
    try (probe) {
      source.close();
    }
  }
}
