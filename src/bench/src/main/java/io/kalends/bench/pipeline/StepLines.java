package io.kalends.bench.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a service's log while it grows. What is asked of the ledger meanwhile would be work for the
 * service or its database; a file would not even open.
 */
final class StepLines {

  /** The step after the device's acknowledgement was applied: the last one for now. */
  private static final Pattern SETTLED =
      Pattern.compile(" enrollment=(\\S+) .* from=INSTALLED to=INSTALLED ");

  private static final Pattern TROUBLE = Pattern.compile(" hold=(?!- )|(WARN|ERROR) ");

  private final Path log;
  private final Set<String> settled = new HashSet<>();
  private long read;
  private String rest = "";
  private String trouble = "";

  StepLines(Path log) {
    this.log = log;
  }

  /** Enrollments whose device has acknowledged, so far. */
  Set<String> settled() {
    grow();
    return settled;
  }

  /** The first line about a hold, a warning or an error; empty on a good day. */
  String trouble() {
    return trouble;
  }

  private void grow() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] more = new byte[(int) (file.length() - read)];
      file.seek(read);
      file.readFully(more);
      read += more.length;
      String text = rest + new String(more, UTF_8);
      int end = text.lastIndexOf('\n') + 1;
      rest = text.substring(end);
      text.substring(0, end).lines().forEach(this::line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    Matcher match = SETTLED.matcher(line);
    if (match.find()) {
      settled.add(match.group(1));
    }
    if (trouble.isEmpty() && TROUBLE.matcher(line).find()) {
      trouble = line;
    }
  }
}
