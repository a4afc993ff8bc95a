package io.kalends.host;

import io.kalends.edge.config.InvalidSetting;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent;
import io.kalends.ledger.Ledger;
import io.kalends.report.EnrollmentView;
import io.kalends.report.Page;
import io.kalends.report.Reports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Enrollments from a table, for an MDM that had devices before Kalends came and has no list. They
 * enter by the front door, as facts of the moment the table was written: what the ledger heard
 * since then is newer. What it knows already is not told again.
 */
public final class EnrollmentImport {

  /** As many as a service can hold in memory twice. */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private static final int BATCH = 500;
  private static final int PAGE = 1_000;

  private final List<Device> devices;
  private final Instant written;

  private EnrollmentImport(List<Device> devices, Instant written) {
    this.devices = devices;
    this.written = written;
  }

  /**
   * What an import does.
   *
   * @param added that the registry did not know
   * @param changed that it knew otherwise
   * @param unchanged that it knew exactly so
   * @param back that had left before the table was written, and are in it
   * @param left that left after it was written: passed over
   */
  public record Counts(int added, int changed, int unchanged, int back, int left) {}

  /** What became of a line. */
  private enum Kind {
    ADDED,
    CHANGED,
    UNCHANGED,
    BACK,
    LEFT
  }

  /**
   * Reads a table and checks all of it.
   *
   * @param file CSV in UTF-8 with a header, at most 16 MiB
   * @return nothing imported yet
   * @throws InvalidSetting naming every mistake with line and column, up to twenty
   */
  public static EnrollmentImport read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidSetting("csv", "is larger than 16 MiB; import it in parts");
      }
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return new EnrollmentImport(EnrollmentCsv.read(text(Files.readAllBytes(file))), written);
    } catch (InvalidSetting e) {
      throw e.inside(file + ": ");
    } catch (IOException e) {
      throw new InvalidSetting(
          String.valueOf(file), "cannot be read; check its name and its rights");
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidSetting("csv", "is not UTF-8; let the spreadsheet save it as CSV UTF-8");
    }
  }

  /**
   * Compares with the registry, and tells it what it does not know.
   *
   * @param ledger takes the facts in
   * @param reports of the same ledger
   * @param of where the devices are enrolled
   * @param dryRun only compares
   * @return what was done, or would be
   * @throws io.kalends.store.DatabaseFailure when it was cut off; repeating it does the rest
   */
  Counts into(Ledger ledger, Reports reports, Ledger.Instance of, boolean dryRun) {
    Map<EnrollmentId, EnrollmentView> known = registry(reports, of);
    Map<Kind, Integer> counts = new HashMap<>();
    List<ProvisioningEvent> facts = new ArrayList<>();
    Instant now = ledger.now();
    // A file from the future would outlive every check-out.
    Instant at = written.isAfter(now) ? now : written;
    for (Device device : devices) {
      Optional<EnrollmentView> before = Optional.ofNullable(known.get(device.id()));
      Kind kind = before.map(view -> kind(view, device, at)).orElse(Kind.ADDED);
      counts.merge(kind, 1, Integer::sum);
      if (kind != Kind.UNCHANGED && kind != Kind.LEFT) {
        facts.add(new ProvisioningEvent.Enrolled(key(device, before), at, device));
      }
    }
    for (int from = 0; !dryRun && from < facts.size(); from += BATCH) {
      int to = Math.min(from + BATCH, facts.size());
      ledger.accept(of.tenant(), of.instance(), facts.subList(from, to));
    }
    return new Counts(
        counts.getOrDefault(Kind.ADDED, 0),
        counts.getOrDefault(Kind.CHANGED, 0),
        counts.getOrDefault(Kind.UNCHANGED, 0),
        counts.getOrDefault(Kind.BACK, 0),
        counts.getOrDefault(Kind.LEFT, 0));
  }

  private static Kind kind(EnrollmentView known, Device device, Instant at) {
    if (known.left().filter(at::isBefore).isPresent()) {
      return known.status().equals("ENROLLED") ? Kind.UNCHANGED : Kind.LEFT;
    }
    return switch (known.status()) {
      case "ENROLLED" ->
          known.device().filter(before -> DeviceJson.addsNothing(device, before)).isPresent()
              ? Kind.UNCHANGED
              : Kind.CHANGED;
      case "LEFT" -> Kind.BACK;
      default -> Kind.ADDED;
    };
  }

  /** The same for a repeat of the same line while the registry knows the same: told once. */
  private static String key(Device device, Optional<EnrollmentView> before) {
    String known =
        before
            .map(view -> view.status() + view.left() + view.device().map(DeviceJson::write))
            .orElse("");
    try {
      byte[] text = (DeviceJson.write(device) + "\n" + known).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return "import/" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<EnrollmentId, EnrollmentView> registry(Reports reports, Ledger.Instance of) {
    Map<EnrollmentId, EnrollmentView> known = new HashMap<>();
    for (String status : List.of("ENROLLED", "LEFT", "DISCOVERED")) {
      Optional<Long> after = Optional.of(0L);
      while (after.isPresent()) {
        Page<EnrollmentView> page = reports.enrollments(of, status, after.get(), PAGE);
        page.rows().forEach(view -> known.put(view.enrollment(), view));
        after = page.next();
      }
    }
    return known;
  }
}
