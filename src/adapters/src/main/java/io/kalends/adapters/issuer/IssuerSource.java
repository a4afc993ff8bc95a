package io.kalends.adapters.issuer;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialUse;
import io.kalends.account.DeviceLabel;
import io.kalends.adapters.caldav.CalDavProbe;
import io.kalends.enrollment.DeviceOwner;
import java.util.Optional;

/**
 * Mints by the contract, in the owner's name, and revokes as the issuer's administrator. The
 * classes within add what the settings allow.
 *
 * <p>Whether an account logs in is asked of the issuer ({@link Watched.Checked}): it does the very
 * look-up that it does for a proxy before the calendar server, and leaves no trace, so that the
 * first login it reports later is a device's. A PROPFIND through the proxy ({@link Probed}) proves
 * more of the way, but is itself a login: then first logins prove nothing, and are not offered.
 */
class IssuerSource implements CredentialSource, CredentialRevoker {

  private final CredentialSource contract;
  private final IssuerAdministrator administrator;

  IssuerSource(CredentialSource contract, IssuerAdministrator administrator) {
    this.contract = contract;
    this.administrator = administrator;
  }

  @Override
  public final CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
    return contract.mint(owner, label);
  }

  @Override
  public final void revoke(DeviceOwner owner, DeviceLabel label) {
    administrator.revoke(owner, label);
  }

  final IssuerAdministrator administrator() {
    return administrator;
  }

  @Override
  public void close() {
    try (administrator) {
      contract.close();
    }
  }

  /** Tells first and last login: every login it knows of is a device's. */
  static class Watched extends IssuerSource implements CredentialUse {

    Watched(CredentialSource contract, IssuerAdministrator administrator) {
      super(contract, administrator);
    }

    @Override
    public final Optional<Seen> useOf(DeviceOwner owner, DeviceLabel label) {
      return administrator().useOf(owner, label);
    }

    /** Tells whether an account logs in, too, by asking the issuer. */
    static final class Checked extends Watched implements CredentialProbe {

      Checked(CredentialSource contract, IssuerAdministrator administrator) {
        super(contract, administrator);
      }

      @Override
      public boolean logsIn(CalDavAccount account) {
        return administrator().logsIn(account);
      }
    }
  }

  /** Tells whether an account logs in by doing so at the calendar server. */
  static final class Probed extends IssuerSource implements CredentialProbe {

    private final CalDavProbe probe;

    Probed(CredentialSource contract, IssuerAdministrator administrator, CalDavProbe probe) {
      super(contract, administrator);
      this.probe = probe;
    }

    @Override
    public boolean logsIn(CalDavAccount account) {
      return probe.logsIn(account);
    }

    @Override
    public void close() {
      try (probe) {
        super.close();
      }
    }
  }
}
