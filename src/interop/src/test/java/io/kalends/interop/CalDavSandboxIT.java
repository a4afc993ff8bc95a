package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.sandbox.caldav.Accounts;
import io.kalends.issuer.sandbox.caldav.CalDavSandbox;
import io.kalends.issuer.sandbox.caldav.Mode;
import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CalDAV test server before python-caldav and vdirsyncer. */
class CalDavSandboxIT {

  private static final String USER = "u_alice001";
  private static final String PASSWORD = "fake-password-a";
  private static final Accounts ACCOUNTS = Accounts.of(Map.of(USER, PASSWORD));

  private static final String BEGIN =
      """
      import caldav, sys
      from datetime import datetime, timezone
      client = caldav.DAVClient(url=sys.argv[1], username=sys.argv[2], password=sys.argv[3])
      calendars = client.principal().calendars()
      assert len(calendars) == 1, calendars
      calendar = calendars[0]
      """;

  @TempDir private Path folder;

  @Test
  void pythonCaldavWritesReadsAndDeletesAgainstTheStandards() {
    try (CalDavSandbox sandbox = start(Mode.STANDARDS)) {
      String out =
          python(
              sandbox,
              """
              made = calendar.save_event(
                  dtstart=datetime(2026, 12, 1, 9, tzinfo=timezone.utc),
                  dtend=datetime(2026, 12, 1, 10, tzinfo=timezone.utc),
                  uid='py-1', summary='Besprechung <&> \u8ba1\u5212')
              found = calendar.event_by_uid('py-1')
              print('summary', found.icalendar_component['SUMMARY'])
              day = calendar.search(
                  event=True, start=datetime(2026, 12, 1, tzinfo=timezone.utc),
                  end=datetime(2026, 12, 2, tzinfo=timezone.utc))
              other = calendar.search(
                  event=True, start=datetime(2026, 12, 2, tzinfo=timezone.utc),
                  end=datetime(2026, 12, 3, tzinfo=timezone.utc))
              print('that day', len(day), 'the next', len(other))
              state = calendar.objects_by_sync_token()
              found.icalendar_component['SUMMARY'] = 'changed'
              found.save()
              print('changed', len(list(calendar.objects_by_sync_token(state.sync_token))))
              print('reads', calendar.event_by_uid('py-1').icalendar_component['SUMMARY'])
              found.delete()
              print('left', len(calendar.events()))
              """);
      assertThat(out.lines())
          .containsExactly(
              "summary Besprechung <&> \u8ba1\u5212",
              "that day 1 the next 0",
              "changed 1",
              "reads changed",
              "left 0");
      assertThat(sandbox.requests()).containsKeys("PUT", "DELETE", "REPORT", "PROPFIND");
      assertThat(sandbox.events(USER)).isEmpty();
    }
  }

  @Test
  void pythonCaldavFindsAndListsInTheDialectAndCannotWrite() {
    try (CalDavSandbox sandbox = start(Mode.DIALECT)) {
      sandbox.putEvent(USER, "cloud-1", event("cloud-1"));
      String out =
          python(
              sandbox,
              """
              listed = [str(c[0]) for c in calendar.children() if str(c[0]).endswith('.ics')]
              print('listed', len(listed))
              read = calendar.multiget([caldav.lib.url.URL(listed[0])])
              print('read', [str(e.icalendar_component['UID']) for e in read])
              print('queried', [str(e.icalendar_component['UID']) for e in calendar.events()])
              try:
                  calendar.save_event(uid='py-2', summary='x',
                      dtstart=datetime(2026, 12, 1, 9, tzinfo=timezone.utc),
                      dtend=datetime(2026, 12, 1, 10, tzinfo=timezone.utc))
                  print('written')
              except caldav.lib.error.DAVError as e:
                  print('refused', type(e).__name__)
              """);
      assertThat(out.lines())
          .containsExactly(
              "listed 1", "read ['cloud-1']", "queried ['cloud-1']", "refused PutError");
      assertThat(sandbox.events(USER)).containsOnlyKeys("cloud-1.ics");
    }
  }

  @Test
  void pythonCaldavIsTurnedAwayWithAWrongPassword() {
    try (CalDavSandbox sandbox = start(Mode.DIALECT)) {
      Program.Result result = Program.run(folder, command(sandbox, "fake-but-wrong", BEGIN), "");
      assertThat(result.exit()).isNotZero();
      assertThat(result.err()).contains("AuthorizationError");
    }
  }

  @Test
  void vdirsyncerDiscoversAndSyncsBothWays() throws IOException {
    try (CalDavSandbox sandbox = start(Mode.STANDARDS)) {
      sandbox.putEvent(USER, "cloud-1", event("cloud-1"));
      Path configuration = configure(sandbox);
      vdirsyncer(configuration, "discover", "calendar");
      vdirsyncer(configuration, "sync");
      Path local = onlyFolder(folder.resolve("local"));
      assertThat(texts(local)).singleElement().asString().contains("UID:cloud-1");

      Files.writeString(local.resolve("mine.ics"), event("mine-1"));
      vdirsyncer(configuration, "sync");
      assertThat(sandbox.events(USER).values())
          .anyMatch(text -> text.contains("UID:mine-1"))
          .hasSize(2);

      for (Path file : files(local)) {
        if (Files.readString(file).contains("UID:cloud-1")) {
          Files.delete(file);
        }
      }
      vdirsyncer(configuration, "sync");
      assertThat(sandbox.events(USER).values()).singleElement().asString().contains("UID:mine-1");
    }
  }

  @Test
  void vdirsyncerReadsTheDialect() throws IOException {
    try (CalDavSandbox sandbox = start(Mode.DIALECT)) {
      sandbox.putEvent(USER, "cloud-1", event("cloud-1"));
      Path configuration = configure(sandbox);
      vdirsyncer(configuration, "discover", "calendar");
      vdirsyncer(configuration, "sync");
      assertThat(texts(onlyFolder(folder.resolve("local"))))
          .singleElement()
          .asString()
          .contains("UID:cloud-1");
      assertThat(sandbox.requests()).doesNotContainKeys("PUT", "DELETE");
    }
  }

  private static CalDavSandbox start(Mode mode) {
    return CalDavSandbox.start(mode, ACCOUNTS, Clock.systemUTC());
  }

  private String python(CalDavSandbox sandbox, String script) {
    return Program.run(folder, command(sandbox, PASSWORD, BEGIN + script), "").succeeded().out();
  }

  private static List<String> command(CalDavSandbox sandbox, String password, String script) {
    return List.of(
        Venv.program("python3"),
        "-X",
        "utf8",
        "-c",
        script,
        sandbox.baseUrl().toString(),
        USER,
        password);
  }

  private Path configure(CalDavSandbox sandbox) throws IOException {
    return Files.writeString(
        folder.resolve("vdirsyncer.ini"),
        """
        [general]
        status_path = "%1$s/status/"
        [pair calendar]
        a = "local"
        b = "cloud"
        collections = ["from b"]
        [storage local]
        type = "filesystem"
        path = "%1$s/local/"
        fileext = ".ics"
        [storage cloud]
        type = "caldav"
        url = "%2$s"
        username = "%3$s"
        password = "%4$s"
        """
            .formatted(folder, sandbox.baseUrl(), USER, PASSWORD));
  }

  private void vdirsyncer(Path configuration, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(Venv.program("vdirsyncer"), "--config", configuration.toString()),
                Stream.of(arguments))
            .toList();
    Program.run(folder, command, "y\ny\ny\n").succeeded();
  }

  private static Path onlyFolder(Path parent) throws IOException {
    List<Path> inside = files(parent);
    assertThat(inside).hasSize(1);
    return inside.get(0);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.toList();
    }
  }

  private static List<String> texts(Path folder) throws IOException {
    return files(folder).stream()
        .map(
            file -> {
              try {
                return Files.readString(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static String event(String uid) {
    return String.join(
        "\r\n",
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kalends//interop//EN",
        "BEGIN:VEVENT",
        "UID:" + uid,
        "DTSTAMP:20261122T100000Z",
        "DTSTART:20261201T090000Z",
        "DTEND:20261201T100000Z",
        "SUMMARY:From elsewhere",
        "END:VEVENT",
        "END:VCALENDAR",
        "");
  }
}
