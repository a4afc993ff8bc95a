package io.kalends.bench.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What processes have spent, as Linux counts it under {@code /proc}. */
final class ProcessTimes {

  /** A tick; {@code USER_HZ} is 100 wherever Linux shows it to programs. */
  private static final long TICK_MILLIS = 10;

  /** Where the fields begin that follow the name: {@code proc(5)} counts them from the third. */
  private static final int THIRD = 3;

  private static final int USER = 14;
  private static final int ENDED_CHILDREN_SYSTEM = 17;

  private ProcessTimes() {}

  /** All threads of a process, and its children that have ended. */
  static Duration of(long pid) {
    return Duration.ofMillis(ticks(Path.of("/proc/" + pid + "/stat")) * TICK_MILLIS);
  }

  /** A process and all that come from it, also those that have ended. */
  static Duration ofAll(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .map(child -> of(child.pid()))
        .reduce(of(pid), Duration::plus);
  }

  /** Of the threads that are alive, by the first 15 characters of their names less any number. */
  static Map<String, Duration> byThread(long pid) {
    Map<String, Duration> times = new TreeMap<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        Duration spent = Duration.ofMillis(ticks(thread.resolve("stat")) * TICK_MILLIS);
        times.merge(name(thread), spent, Duration::plus);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return times;
  }

  private static String name(Path thread) throws IOException {
    try {
      return Files.readString(thread.resolve("comm")).strip().replaceFirst("[-#0-9]*$", "");
    } catch (NoSuchFileException ended) {
      return "ended";
    }
  }

  private static long ticks(Path stat) {
    try {
      String line = Files.readString(stat);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long sum = 0;
      for (int field = USER; field <= ENDED_CHILDREN_SYSTEM; field++) {
        sum += Long.parseLong(fields[field - THIRD]);
      }
      return sum;
    } catch (IOException ended) {
      // Between being listed and being read. A parent counts it from now on.
      return 0;
    }
  }
}
