package io.kalends.issuer.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.secret.Pepper;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonIdsTest {

  private final PersonIds ids = new PersonIds(Pepper.of(new byte[Pepper.BYTES]));

  private static Person person(long id) {
    return new Person(
        id,
        "acme",
        id + "@example.com",
        "u_" + id,
        "Person",
        Person.Profile.UNKNOWN,
        Person.Status.ACTIVE);
  }

  @Test
  void eachAppKnowsAPersonUnderAnotherNameAndAllAppsUnderOne() {
    assertThat(ids.openId("cli_a", person(1))).matches("ou_[0-9a-f]{32}");
    assertThat(ids.openId("cli_a", person(1))).isNotEqualTo(ids.openId("cli_b", person(1)));
    assertThat(ids.unionId(person(1))).matches("on_[0-9a-f]{32}");
    assertThat(ids.userId(person(1))).matches("[0-9a-f]{16}");
  }

  @Test
  void theyAreTheSameAtEveryStart() {
    PersonIds again = new PersonIds(Pepper.of(new byte[Pepper.BYTES]));
    assertThat(again.openId("cli_a", person(7))).isEqualTo(ids.openId("cli_a", person(7)));
    assertThat(again.unionId(person(7))).isEqualTo(ids.unionId(person(7)));
    assertThat(again.userId(person(7))).isEqualTo(ids.userId(person(7)));
  }

  @Test
  void amongFiftyThousandPeopleNoTwoShareAName() {
    Set<String> names = new HashSet<>();
    for (long id = 1; id <= 50_000; id++) {
      names.add(ids.userId(person(id)));
      names.add(ids.openId("cli_a", person(id)));
    }
    assertThat(names).hasSize(100_000);
  }
}
