package io.kalends.issuer.directory;

import io.kalends.edge.config.Csv;
import io.kalends.edge.config.CsvMistakes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** People in a table with a header. All of it is right, or nothing is taken. */
final class PeopleCsv {

  private static final List<String> COLUMNS =
      List.of(
          "email", "name", "tenant", "enName", "mobile", "employeeNo", "enterpriseEmail", "status");

  private final Set<String> tenants;
  private final CsvMistakes mistakes = new CsvMistakes();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();

  private PeopleCsv(Set<String> tenants) {
    this.tenants = tenants;
  }

  static List<User> read(String text, Set<String> tenants) {
    return new PeopleCsv(tenants).users(text);
  }

  private List<User> users(String text) {
    List<Csv.Row> rows = Csv.rows(text, ',', mistakes);
    end();
    if (rows.isEmpty()) {
      throw new InvalidDirectory("csv", "is empty; its first line is a header: email,name");
    }
    header(rows.get(0));
    end();
    List<User> users = new ArrayList<>();
    for (Csv.Row row : rows.subList(1, rows.size())) {
      try {
        users.add(user(row));
      } catch (InvalidDirectory e) {
        mistakes.add(row.line(), e.field() + ": " + e.fix());
      }
    }
    end();
    return users;
  }

  private void end() {
    mistakes
        .said()
        .ifPresent(
            said -> {
              throw new InvalidDirectory("csv", said);
            });
  }

  private void header(Csv.Row row) {
    for (String cell : row.cells()) {
      String column =
          COLUMNS.stream()
              .filter(known -> known.equalsIgnoreCase(cell.strip()))
              .findFirst()
              .orElse("");
      if (column.isEmpty()) {
        mistakes.add(
            row.line(),
            "a column that nobody knows; known are "
                + String.join(", ", COLUMNS)
                + ", with commas between");
      } else if (positions.putIfAbsent(column, positions.size()) != null) {
        mistakes.add(row.line(), "column " + column + " occurs twice");
      }
    }
    for (String needed : List.of("email", "name")) {
      if (!positions.containsKey(needed)) {
        mistakes.add(row.line(), "column " + needed + " is missing");
      }
    }
  }

  private User user(Csv.Row row) {
    if (row.cells().size() != positions.size()) {
      throw new InvalidDirectory(
          "cells", "has " + row.cells().size() + ", the header has " + positions.size());
    }
    User user = User.in(tenant(row), cell(row, "email"), checked(row, "name"));
    Person.Profile profile =
        new Person.Profile(
            checked(row, "enName"),
            checked(row, "mobile"),
            checked(row, "employeeNo"),
            checked(row, "enterpriseEmail"));
    Integer before = seen.putIfAbsent(user.tenant() + " " + user.email(), row.line());
    if (before != null) {
      throw new InvalidDirectory("email", "occurs in line " + before + " too; keep one of them");
    }
    return user.with(profile).as(status(row));
  }

  private String tenant(Csv.Row row) {
    String written = cell(row, "tenant");
    if (!written.isEmpty() && tenants.contains(written)) {
      return written;
    }
    if (written.isEmpty() && tenants.size() == 1) {
      return tenants.iterator().next();
    }
    throw new InvalidDirectory("tenant", "must be one of " + String.join(", ", tenants));
  }

  private Person.Status status(Csv.Row row) {
    String written = cell(row, "status");
    if (written.isEmpty()) {
      return Person.Status.ACTIVE;
    }
    return Stream.of(Person.Status.values())
        .filter(status -> status.name().equals(written.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidDirectory(
                    "status", "must be one of ACTIVE, FROZEN, RESIGNED, UNREGISTERED, or empty"));
  }

  private String checked(Csv.Row row, String column) {
    String value = cell(row, column);
    Names.checkOptional(column, value);
    return value;
  }

  private String cell(Csv.Row row, String column) {
    Integer position = positions.get(column);
    return position == null ? "" : row.cells().get(position).strip();
  }
}
