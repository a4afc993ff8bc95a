package io.kalends.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.TemporaryFailure;
import io.kalends.secret.Secret;
import io.kalends.testkit.crash.CrashPoints.Point;
import io.kalends.testkit.crash.CrashPoints.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashPointsTest {

  private static final DeviceOwner ANNA = DeviceOwner.of("anna@example.org");
  private static final DeviceLabel LABEL = DeviceLabel.of("Green iPhone", "abcdef");

  private final List<String> done = new ArrayList<>();

  @Test
  void aCrashBeforeACallLeavesItUndone() {
    CrashPoints points = CrashPoints.at(new Point(2, Side.BEFORE));
    CredentialSource source = points.around(CredentialSource.class, new Source());
    source.mint(ANNA, LABEL);
    assertThatThrownBy(() -> source.mint(ANNA, LABEL)).isInstanceOf(Crash.class);
    assertThat(done).containsExactly("mint");
    source.mint(ANNA, LABEL);
    assertThat(done).containsExactly("mint", "mint");
    assertThat(points.crashed()).isTrue();
    assertThat(points.description()).isEqualTo("2:before CredentialSource.mint " + LABEL);
  }

  @Test
  void aCrashAfterACallHidesWhatItDid() {
    CrashPoints points = CrashPoints.at(new Point(1, Side.AFTER));
    CredentialSource source = points.around(CredentialSource.class, new Source());
    assertThatThrownBy(() -> source.mint(ANNA, LABEL)).isInstanceOf(Crash.class);
    assertThat(done).containsExactly("mint");
  }

  @Test
  void aCrashHidesAFailureToo() {
    CrashPoints points = CrashPoints.at(new Point(2, Side.AFTER));
    CredentialSource source = points.around(CredentialSource.class, new Source());
    CredentialRevoker revoker = (CredentialRevoker) source;
    assertThatThrownBy(() -> revoker.revoke(ANNA, LABEL)).isInstanceOf(TemporaryFailure.class);
    assertThatThrownBy(() -> revoker.revoke(ANNA, LABEL)).isInstanceOf(Crash.class);
  }

  @Test
  void aWrapperCanWhatItWrapsAndNothingElse() {
    CrashPoints points = CrashPoints.none();
    CredentialSource all = points.around(CredentialSource.class, new Source());
    CredentialSource bare = points.around(CredentialSource.class, (owner, label) -> Source.ACCOUNT);
    assertThat(all).isInstanceOf(CredentialRevoker.class).isNotInstanceOf(CredentialProbe.class);
    assertThat(bare).isNotInstanceOf(CredentialRevoker.class);
    all.close();
    assertThat(points.calls()).isEmpty();
    assertThat(points.crashed()).isFalse();
    assertThat(points.mintsCutOff()).isEmpty();
  }

  @Test
  void pointsAreWrittenAsTheyAreRead() {
    assertThat(Point.parse("17:after"))
        .isEqualTo(new Point(17, Side.AFTER))
        .hasToString("17:after");
    assertThatThrownBy(() -> Point.parse("after")).hasMessageContaining("17:after");
  }

  private final class Source implements CredentialSource, CredentialRevoker {

    private static final CalDavAccount ACCOUNT =
        CalDavAccount.of("caldav.example.org", 443, "u_1", Secret.of("NotARealPassword4711"));

    @Override
    public CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
      done.add("mint");
      return ACCOUNT;
    }

    @Override
    public void revoke(DeviceOwner owner, DeviceLabel label) {
      throw new TemporaryFailure("revoke: 503");
    }
  }
}
