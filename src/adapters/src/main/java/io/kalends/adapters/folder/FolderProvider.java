package io.kalends.adapters.folder;

import io.kalends.adapters.forms.PlainForms;
import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * "Installs" by writing {@code <path>/<enrollment>/profile.mobileconfig}, or {@code davx5.json} and
 * {@code davx5.svg}. An install writes the same files however often it is done; the next one
 * replaces them. The reference is the enrollment's folder name. With tasks, {@code task.json}
 * stands beside them and says what is to be done with them, and under which id that is reported
 * back.
 */
final class FolderProvider implements MdmProvider {

  private static final List<String> LIMITS =
      List.of(
          "Nobody acknowledges a folder: that a file was written is all that is known; whether a"
              + " device ever got it, or still has it after a removal, knows only who uploads it.",
          "The files hold passwords in clear; whoever reads the folder can log in with them.");

  /** How bytes reach the disk for good. A test makes it fail. */
  @FunctionalInterface
  interface Flush {
    void flush(FileChannel written) throws IOException;
  }

  private final Path out;
  private final PrivateFiles files;
  private final boolean tasks;

  FolderProvider(Path out) {
    this(out, false);
  }

  FolderProvider(Path out, boolean tasks) {
    this(out, tasks, written -> written.force(true));
  }

  FolderProvider(Path out, Flush flush) {
    this(out, false, flush);
  }

  private FolderProvider(Path out, boolean tasks, Flush flush) {
    this.out = out;
    this.tasks = tasks;
    this.files = new PrivateFiles(flush);
  }

  @Override
  public Acceptance accepts(Device device) {
    return PlainForms.of(device, Proof.ACCEPTED, LIMITS);
  }

  @Override
  public synchronized InstallReference install(
      Device device, Configuration configuration, UUID attempt) {
    Map<String, byte[]> contents = new TreeMap<>(contents(device, configuration));
    if (tasks) {
      contents.put(TaskFile.NAME, TaskFile.install(device, configuration.form(), attempt));
    }
    String name = EnrollmentName.of(device.id());
    Path folder = out.resolve(name);
    try {
      files.replace(folder, contents, names(), attempt);
    } catch (IOException e) {
      throw FolderFailure.sorted("install for " + device.id(), folder, e);
    }
    return new InstallReference(name);
  }

  @Override
  public synchronized void remove(Installation installation, UUID attempt) {
    Device device = installation.device();
    String name = EnrollmentName.of(device.id());
    if (installation.reference().filter(r -> !r.value().equals(name)).isPresent()) {
      // Not made here for this device, so nothing of that name is here; it is not even a path.
      return;
    }
    Path folder = out.resolve(name);
    try {
      if (tasks) {
        byte[] task = TaskFile.remove(installation, attempt);
        files.replace(folder, Map.of(TaskFile.NAME, task), names(), attempt);
      } else {
        files.remove(folder, names());
      }
    } catch (IOException e) {
      throw FolderFailure.sorted("remove for " + device.id(), folder, e);
    }
  }

  @Override
  public ProviderHealth check() {
    return FolderCheck.of(out);
  }

  @Override
  public void close() {
    // Holds nothing open between calls.
  }

  /** Every name that may be replaced or removed. */
  private List<String> names() {
    return tasks ? TaskFile.AND_DELIVERY : DeliveryFiles.NAMES;
  }

  private Map<String, byte[]> contents(Device device, Configuration configuration) {
    Acceptance acceptance = accepts(device);
    if (!acceptance.forms().contains(configuration.form())) {
      throw undeliverable(
          device,
          acceptance.forms().isEmpty()
              ? acceptance.limits().get(0)
              : configuration.form() + " is not among the forms taken: " + acceptance.forms());
    }
    try {
      return DeliveryFiles.of(configuration)
          .orElseThrow(() -> undeliverable(device, "no file holds " + configuration.form()));
    } catch (IllegalArgumentException e) {
      throw undeliverable(device, String.valueOf(e.getMessage()));
    }
  }

  private static PermanentFailure undeliverable(Device device, String why) {
    return new PermanentFailure(
        Reason.NOT_DELIVERABLE, "folder: install for " + device.id() + ": " + why);
  }

  @Override
  public String toString() {
    return "FolderProvider[" + out + "]";
  }
}
