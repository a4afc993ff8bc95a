package io.kalends.host;

import io.kalends.edge.config.Csv;
import io.kalends.edge.config.CsvMistakes;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Enrollments in a table with a header. All of it is right, or nothing is taken. */
final class EnrollmentCsv {

  /** By the names they may have in a header, without case, blanks, hyphens and underscores. */
  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("enrollment", "enrollment"),
          Map.entry("enrollmentid", "enrollment"),
          Map.entry("platform", "platform"),
          Map.entry("parent", "parent"),
          Map.entry("name", "name"),
          Map.entry("devicename", "name"),
          Map.entry("model", "model"),
          Map.entry("osversion", "osVersion"),
          Map.entry("serial", "serial"),
          Map.entry("serialnumber", "serial"),
          Map.entry("owner", "owner"),
          Map.entry("email", "owner"));

  private static final List<String> NEEDED = List.of("enrollment", "platform");

  /** What a spreadsheet makes of a long number: the digits behind are lost. */
  private static final Pattern SHORTENED = Pattern.compile("\\d([.,]\\d+)?[eE]\\+?\\d{1,3}");

  private final CsvMistakes mistakes = new CsvMistakes();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<EnrollmentId, Integer> seen = new HashMap<>();

  private EnrollmentCsv() {}

  /**
   * Reads a table.
   *
   * @param text of the whole file; commas, semicolons or tabs between cells, as in its first line
   * @return one for each line
   * @throws InvalidSetting naming every mistake with line and column, up to twenty
   */
  static List<Device> read(String text) {
    return new EnrollmentCsv().devices(text);
  }

  private List<Device> devices(String text) {
    List<Csv.Row> rows =
        Csv.rows(text, between(text), mistakes).stream()
            .filter(row -> !row.cells().stream().allMatch(cell -> trimmed(cell).isEmpty()))
            .toList();
    end();
    if (rows.isEmpty()) {
      throw new InvalidSetting("csv", "is empty; its first line is a header: enrollment,platform");
    }
    header(rows.get(0));
    end();
    List<Device> devices = new ArrayList<>();
    for (Csv.Row row : rows.subList(1, rows.size())) {
      try {
        devices.add(device(row));
      } catch (InvalidSetting e) {
        mistakes.add(row.line(), e.field() + ": " + e.fix());
      }
    }
    end();
    return devices;
  }

  /** Spreadsheets take what their country does not write decimals with. */
  private static char between(String text) {
    String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    if (header.indexOf(',') >= 0) {
      return ',';
    }
    return header.indexOf(';') >= 0 ? ';' : header.indexOf('\t') >= 0 ? '\t' : ',';
  }

  private void end() {
    mistakes
        .said()
        .ifPresent(
            said -> {
              throw new InvalidSetting("csv", said);
            });
  }

  private void header(Csv.Row row) {
    List<String> cells = row.cells();
    int last = cells.size();
    while (last > 0 && trimmed(cells.get(last - 1)).isEmpty()) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      String written = trimmed(cells.get(i));
      String name = written.replaceAll("[ _-]", "").toLowerCase(Locale.ROOT);
      String column = COLUMNS.getOrDefault(name, "");
      if (column.isEmpty()) {
        mistakes.add(
            row.line(),
            "column %d: nobody knows it; known are enrollment, platform, parent, name, model,"
                    .formatted(i + 1)
                + " osVersion, serial, owner");
      } else if (positions.putIfAbsent(column, i) != null) {
        mistakes.add(row.line(), "column " + column + " occurs twice");
      }
    }
    for (String needed : NEEDED) {
      if (!positions.containsKey(needed)) {
        mistakes.add(row.line(), "column " + needed + " is missing");
      }
    }
  }

  private Device device(Csv.Row row) {
    requireNothingBeyond(row);
    EnrollmentId id = id(row, "enrollment");
    Device.Builder device = Device.enrolled(id, platform(row));
    if (!cell(row, "parent").isEmpty()) {
      EnrollmentId parent = id(row, "parent");
      if (parent.equals(id)) {
        throw new InvalidSetting("parent", "is the enrollment itself; leave it empty, or name it");
      }
      device.userChannelOf(parent);
    }
    Integer before = seen.putIfAbsent(id, row.line());
    if (before != null) {
      throw new InvalidSetting("enrollment", "occurs in line " + before + " too; keep one of them");
    }
    return device
        .name(text(row, "name"))
        .model(text(row, "model"))
        .osVersion(text(row, "osVersion"))
        .serialNumber(whole(row, "serial"))
        .ownerHint(text(row, "owner"))
        .build();
  }

  private void requireNothingBeyond(Csv.Row row) {
    int columns = 1 + positions.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<String> cells = row.cells();
    if (cells.stream().skip(columns).anyMatch(cell -> !trimmed(cell).isEmpty())) {
      throw new InvalidSetting(
          "cells", "has %d, the header has %d".formatted(cells.size(), columns));
    }
  }

  private EnrollmentId id(Csv.Row row, String column) {
    String written = whole(row, column);
    try {
      return new EnrollmentId(written);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(column, String.valueOf(e.getMessage()));
    }
  }

  private Platform platform(Csv.Row row) {
    String written = cell(row, "platform");
    return Stream.of(Platform.values())
        .filter(platform -> platform.name().equals(written.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSetting(
                    "platform", "must be one of ios, ipados, macos, visionos, android"));
  }

  private String whole(Csv.Row row, String column) {
    String written = text(row, column);
    if (SHORTENED.matcher(written).matches()) {
      throw new InvalidSetting(
          column, "was shortened by a spreadsheet; format the column as text and export again");
    }
    return written;
  }

  private String text(Csv.Row row, String column) {
    String written = cell(row, column);
    if (written.codePoints().anyMatch(Character::isISOControl)) {
      throw new InvalidSetting(column, "holds a control character or a line break; take it out");
    }
    return written;
  }

  /** Cells that a spreadsheet leaves out at the end of a line are empty. */
  private String cell(Csv.Row row, String column) {
    int position = positions.getOrDefault(column, Integer.MAX_VALUE);
    return position < row.cells().size() ? trimmed(row.cells().get(position)) : "";
  }

  /** Of blanks that do not break, too: tables copied from web pages have them. */
  private static String trimmed(String cell) {
    return cell.replace('\u00a0', ' ').strip();
  }
}
