package io.kalends.issuer.roster;

import io.kalends.issuer.directory.People.Known;
import io.kalends.issuer.directory.People.Origin;
import io.kalends.issuer.directory.People.Word;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The difference between what is known and what is said, before anything is written. */
final class Plan {

  private final Map<Address, Known> known = new HashMap<>();
  private final Origin origin;
  private final List<User> written = new ArrayList<>();
  private final List<Known> leaving = new ArrayList<>();
  private int added;
  private int unchanged;
  private int configured;
  private int held;

  /** Where somebody is found. */
  record Address(String tenant, String email) {

    static Address of(User user) {
      return new Address(user.tenant(), user.email());
    }

    static Address of(Person person) {
      return new Address(person.tenant(), person.email());
    }
  }

  /**
   * A plan to which nobody was said yet.
   *
   * @param everybody known
   * @param origin who speaks
   */
  Plan(List<Known> everybody, Origin origin) {
    everybody.forEach(one -> known.put(Address.of(one.person()), one));
    this.origin = origin;
  }

  /** These are there, as said; those of the configuration are not an import's to change. */
  void say(List<User> users, Set<Address> configuredOnes) {
    for (User user : users) {
      Known before = known.get(Address.of(user));
      if (configuredOnes.contains(Address.of(user))) {
        configured++;
      } else if (before == null) {
        added++;
        written.add(user);
      } else {
        compare(before, user);
      }
    }
  }

  /** Whoever was not said, and is one of these, leaves. */
  void sayNobodyElse(List<User> users, Predicate<Known> these) {
    Set<Address> said = new HashSet<>();
    users.forEach(user -> said.add(Address.of(user)));
    known.forEach(
        (address, one) -> {
          if (isPresent(one) && these.test(one) && !said.contains(address)) {
            leaving.add(one);
          }
        });
  }

  /** Those who were there before, of whom the speaker may speak. */
  int present() {
    return (int) known.values().stream().filter(Plan::isPresent).count();
  }

  List<User> written() {
    return written;
  }

  List<Known> leaving() {
    return leaving;
  }

  Changes changes() {
    return new Changes(
        added,
        written.size() - added,
        unchanged,
        configured,
        held,
        leaving.stream().map(one -> one.person().email()).sorted().toList());
  }

  private void compare(Known before, User user) {
    Person person = before.person();
    boolean administrator = before.statusBy() == Word.ADMINISTRATOR;
    boolean otherStatus = person.status() != user.status();
    if (administrator && otherStatus) {
      held++;
    }
    if (!administrator && otherStatus && user.status() == Person.Status.RESIGNED) {
      leaving.add(before);
    }
    boolean same =
        person.name().equals(user.name())
            && person.profile().equals(user.profile())
            && before.origin() == origin
            && (administrator || !otherStatus);
    if (same) {
      unchanged++;
    } else {
      written.add(user);
    }
  }

  private static boolean isPresent(Known one) {
    return one.person().status() != Person.Status.RESIGNED;
  }
}
