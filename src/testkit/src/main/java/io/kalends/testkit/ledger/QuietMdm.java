package io.kalends.testkit.ledger;

import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.failure.Failure;
import io.kalends.mdm.DeviceLookup;
import io.kalends.mdm.EnrollmentLister;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An MDM that has nothing but webhooks, as far as reconciling is concerned: it is asked nothing.
 */
class QuietMdm implements MdmProvider {

  @Override
  public final Acceptance accepts(Device device) {
    return Acceptance.none("it is never asked to deliver");
  }

  @Override
  public final InstallReference install(Device device, Configuration what, UUID attempt) {
    throw new AssertionError("reconciling delivers nothing");
  }

  @Override
  public final void remove(Installation installation, UUID attempt) {
    throw new AssertionError("reconciling removes nothing");
  }

  @Override
  public final ProviderHealth check() {
    return new ProviderHealth(true, List.of());
  }

  @Override
  public final void close() {}

  /** One that has a list; the cursors are the numbers of its pages. */
  static final class Listing extends QuietMdm implements EnrollmentLister {

    /** What was asked for, in order. */
    final List<String> asked = new ArrayList<>();

    private final Map<String, Failure> failures = new HashMap<>();
    private List<List<Device>> pages = List.of(List.of());
    private Runnable meanwhile = () -> {};
    private boolean endless;

    void lists(List<Device> only) {
      pages = List.of(only);
    }

    void lists(List<Device> first, List<Device> last) {
      pages = List.of(first, last);
    }

    void lists(List<Device> first, List<Device> second, List<Device> last) {
      pages = List.of(first, second, last);
    }

    /** From now on a page fails. */
    void fails(String cursor, Failure failure) {
      failures.put(cursor, failure);
    }

    void works() {
      failures.clear();
      endless = false;
    }

    /** Every page names itself as its own next. */
    void goesInCircles() {
      endless = true;
    }

    /** Done once, while the next page is being read. */
    void meanwhile(Runnable what) {
      meanwhile = what;
    }

    @Override
    public Page list(String cursor) {
      asked.add(cursor);
      Runnable now = meanwhile;
      meanwhile = () -> {};
      now.run();
      if (failures.containsKey(cursor)) {
        throw failures.get(cursor);
      }
      int page = cursor.equals(START) ? 0 : Integer.parseInt(cursor);
      int next = endless ? Math.max(page, 1) : page + 1;
      return new Page(
          pages.get(page),
          next < pages.size() ? Optional.of(String.valueOf(next)) : Optional.empty());
    }
  }

  /** One that can be asked about a device. */
  static final class Askable extends QuietMdm implements DeviceLookup {

    /** Who was asked about, in order. */
    final List<String> asked = new ArrayList<>();

    private final Map<EnrollmentId, Device> devices = new HashMap<>();
    private final Map<EnrollmentId, Failure> failures = new HashMap<>();
    private Runnable takingTime = () -> {};

    void knows(Device device) {
      devices.put(device.id(), device);
    }

    void fails(String id, Failure failure) {
      failures.put(new EnrollmentId(id), failure);
    }

    /** What happens during each call. */
    void takingTime(Runnable what) {
      takingTime = what;
    }

    @Override
    public Optional<Device> find(EnrollmentId id) {
      asked.add(id.value());
      takingTime.run();
      if (failures.containsKey(id)) {
        throw failures.get(id);
      }
      return Optional.ofNullable(devices.get(id));
    }
  }
}
