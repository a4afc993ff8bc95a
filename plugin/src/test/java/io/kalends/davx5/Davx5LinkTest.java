package io.kalends.davx5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Davx5LinkTest {

  private static final String FAKE_PASSWORD = "fake/password?#@%";

  @Test
  void holdsHostAndUserNameOnlyUnlessAskedForMore() {
    Davx5Link link = Davx5Link.of(account("caldav.example.org", 443, "alice@example.org"));
    assertThat(link.reveal())
        .isEqualTo("davx5://alice%40example.org@caldav.example.org/")
        .isEqualTo(link.toString());
    assertThat(link.holdsPassword()).isFalse();
  }

  @Test
  void carriesPortPathAndQueryAsTheyAre() {
    CalDavAccount account = account("caldav.example.org", 8443, "u");
    assertThat(Davx5Link.of(account).reveal()).isEqualTo("davx5://u@caldav.example.org:8443/");
    URI principal = URI.create("https://caldav.example.org:8443/p/%e5%bc%a0%2Fa/?x=1&y");
    assertThat(Davx5Link.of(account.withPrincipalUrl(principal)).reveal())
        .isEqualTo("davx5://u@caldav.example.org:8443/p/%e5%bc%a0%2Fa/?x=1&y");
    assertThat(Davx5Link.of(account("[2001:db8::1]", 443, "u")).reveal())
        .isEqualTo("davx5://u@[2001:db8::1]/");
  }

  @Test
  void aLinkWithPasswordShowsAMaskAndRevealsTheWhole() {
    Davx5Link link = Davx5Link.withPassword(account("caldav.example.org", 443, "u"));
    assertThat(link.holdsPassword()).isTrue();
    assertThat(link).hasToString("davx5://u:***@caldav.example.org/");
    assertThat(link.reveal())
        .isEqualTo("davx5://u:fake%2Fpassword%3F%23%40%25@caldav.example.org/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake:colon", " fake", "fake\u00a0"})
  void aPasswordThatDavx5WouldCutIsRefusedWithoutBeingNamed(String password) {
    CalDavAccount account = CalDavAccount.of("caldav.example.org", 443, "u", Secret.of(password));
    assertThatThrownBy(() -> Davx5Link.withPassword(account))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password")
        .hasMessageNotContaining(password);
    assertThat(Davx5Link.of(account).reveal()).isEqualTo("davx5://u@caldav.example.org/");
  }

  @Test
  void whateverGoesInComesOutOfDavx5sParsing() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String userName = HostileText.next(random);
      String password = HostileText.next(random);
      CalDavAccount account =
          CalDavAccount.of("caldav.example.org", 443, userName, Secret.of(password));
      String[] parsed = parsedByDavx5(Davx5Link.withPassword(account).reveal());
      assertThat(parsed)
          .as("seed %d, round %d", seed, i)
          .containsExactly("https://caldav.example.org/", userName, password);
      assertThat(Davx5Link.withPassword(account).toString()).doesNotContain(password);
    }
  }

  @Test
  void isMadeOfAManagedConfigurationWithoutItsPassword() {
    Davx5Link link =
        Davx5Link.of(
            configuration(
                Map.of(
                    "login_base_url", "https://caldav.example.org:443",
                    "login_user_name", "u 1",
                    "login_password", FAKE_PASSWORD)));
    assertThat(link.reveal()).isEqualTo("davx5://u%201@caldav.example.org/");
  }

  @Test
  void anUnusableManagedConfigurationIsRefusedByKey() {
    assertThatThrownBy(() -> Davx5Link.of(configuration(Map.of("login_user_name", "u"))))
        .hasMessageContaining("login_base_url");
    for (String url : new String[] {"http://h/", "https://u:p@h/", "https:/h", "::"}) {
      assertThatThrownBy(
              () ->
                  Davx5Link.of(
                      configuration(Map.of("login_base_url", url, "login_user_name", "u"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("login_base_url");
    }
    for (String user : new String[] {"", "a:b", "a\nb", "\uD83D", " a"}) {
      assertThatThrownBy(
              () ->
                  Davx5Link.of(
                      configuration(
                          Map.of("login_base_url", "https://h/", "login_user_name", user))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name");
    }
  }

  /** LoginActivity: the scheme becomes https, the user information is decoded, then split. */
  private static String[] parsedByDavx5(String link) {
    URI uri = URI.create(link);
    assertThat(uri.getScheme()).isEqualTo("davx5");
    String[] user = uri.getUserInfo().split(":", -1);
    return new String[] {"https://" + uri.getHost() + uri.getRawPath(), user[0], user[1]};
  }

  private static ManagedConfiguration configuration(Map<String, Object> values) {
    return new ManagedConfiguration("com.davdroid.managed", values);
  }

  private static CalDavAccount account(String host, int port, String userName) {
    return CalDavAccount.of(host, port, userName, Secret.of(FAKE_PASSWORD));
  }
}
