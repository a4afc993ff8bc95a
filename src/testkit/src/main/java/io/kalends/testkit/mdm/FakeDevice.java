package io.kalends.testkit.mdm;

import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One enrollment of a simulated device: its queue at the MDM, and what is really on it. */
final class FakeDevice {

  /** RemoveProfile of one that is not there. */
  private static final CommandError NOT_INSTALLED = new CommandError("MCMDMErrorDomain", 12_075);

  /** A Mac on the device channel, or a profile whose signature or content is no good. */
  private static final List<CommandError> UNFIT =
      List.of(
          new CommandError("MCInstallationErrorDomain", 4_001),
          new CommandError("MCCalDAVErrorDomain", 17_002));

  private static final List<CommandError> TROUBLE =
      List.of(new CommandError("MCInstallationErrorDomain", 4_001));

  private final ProfileOpener opener;
  private final Deque<Command> queue = new ArrayDeque<>();
  private final Map<String, LiveProfile> profiles = new LinkedHashMap<>();
  private Device description;
  private boolean enrolled = true;
  private boolean asleep;

  /** What a device answered to one command. */
  record Answer(Command command, CommandStatus status, List<CommandError> errors) {}

  FakeDevice(Device description, ProfileOpener opener) {
    this.description = description;
    this.opener = opener;
  }

  Device description() {
    return description;
  }

  boolean isEnrolled() {
    return enrolled;
  }

  List<LiveProfile> profiles() {
    return List.copyOf(profiles.values());
  }

  int waiting() {
    return queue.size();
  }

  void describe(Device now) {
    description = now;
  }

  void sleep(boolean now) {
    asleep = now;
  }

  void queue(Command command) {
    queue.add(command);
  }

  /** A wipe, or the end of management: the operating system takes away what came with it. */
  void clear(boolean enrolledAfter) {
    profiles.clear();
    queue.clear();
    enrolled = enrolledAfter;
    asleep = false;
  }

  /**
   * Works what waits; a command answered NotNow waits for the next time, those behind it do not.
   */
  List<Answer> connect(Predicate<Trouble> hits) {
    List<Answer> answers = new ArrayList<>();
    if (asleep || !enrolled) {
      return answers;
    }
    List<Command> now = List.copyOf(queue);
    queue.clear();
    for (Command command : now) {
      if (hits.test(Trouble.NOT_NOW)) {
        queue.add(command);
        answers.add(new Answer(command, CommandStatus.NOT_NOW, List.of()));
      } else if (hits.test(Trouble.ERROR)) {
        answers.add(new Answer(command, CommandStatus.ERROR, TROUBLE));
      } else {
        answers.add(obey(command));
      }
    }
    return answers;
  }

  private Answer obey(Command command) {
    if (command instanceof Command.Install install) {
      Optional<LiveProfile> opened =
          takesAccounts() ? opener.open(install.configuration()) : Optional.empty();
      opened.ifPresent(profile -> profiles.put(profile.identifier(), profile));
      return opened.isPresent() ? done(command) : refused(command, UNFIT);
    }
    if (command instanceof Command.Remove remove) {
      return profiles.remove(remove.identifier()) == null
          ? refused(command, List.of(NOT_INSTALLED))
          : done(command);
    }
    return done(command);
  }

  private boolean takesAccounts() {
    return description.platform() != Platform.MACOS || description.channel() == Channel.USER;
  }

  private static Answer done(Command command) {
    return new Answer(command, CommandStatus.ACKNOWLEDGED, List.of());
  }

  private static Answer refused(Command command, List<CommandError> why) {
    return new Answer(command, CommandStatus.ERROR, why);
  }
}
