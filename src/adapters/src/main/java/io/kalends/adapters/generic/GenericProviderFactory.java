package io.kalends.adapters.generic;

import io.kalends.adapters.folder.FolderProviderFactory;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.MdmProviderFactory;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes providers of type {@code generic}, for any MDM without an adapter of its own. */
public final class GenericProviderFactory implements MdmProviderFactory {

  private static final Set<String> SHARED =
      Set.of("secret", "previousSecret", "tolerance", "output");
  private static final int MIN_SECRET = 32;
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Duration LONGEST_TOLERANCE = Duration.ofHours(1);

  /** Called by {@link java.util.ServiceLoader}. */
  public GenericProviderFactory() {}

  @Override
  public String type() {
    return "generic";
  }

  @Override
  public MdmProvider create(Settings settings, Clock clock) {
    Signatures signatures = signatures(settings, clock);
    Webhook webhook = new Webhook(signatures);
    String output = settings.text("output");
    return switch (output) {
      case "folder" -> {
        refuseUnknown(settings, Set.of("path"));
        yield new GenericProvider(webhook, FolderProviderFactory.withTasks(settings));
      }
      case "callback" -> {
        Set<String> known = new HashSet<>(CallTimes.KEYS);
        known.add("url");
        refuseUnknown(settings, known);
        URI url = settings.baseUrl("url");
        CallTimes times = CallTimes.from(settings);
        CallbackClient client = new CallbackClient(url, signatures, times, clock);
        yield new GenericProvider(webhook, new Callback(url, client));
      }
      default -> throw settings.invalid("output", "must be folder or callback");
    };
  }

  private static void refuseUnknown(Settings settings, Set<String> more) {
    Set<String> known = new HashSet<>(SHARED);
    known.addAll(more);
    settings.refuseUnknown(known);
  }

  private static Signatures signatures(Settings settings, Clock clock) {
    List<Secret> secrets = new ArrayList<>();
    secrets.add(secret(settings, "secret"));
    if (settings.optionalText("previousSecret").isPresent()) {
      secrets.add(secret(settings, "previousSecret"));
    }
    Duration tolerance = settings.duration("tolerance", TOLERANCE);
    if (tolerance.compareTo(LONGEST_TOLERANCE) > 0) {
      throw settings.invalid("tolerance", "must be at most " + LONGEST_TOLERANCE);
    }
    return new Signatures(secrets, tolerance, clock);
  }

  private static Secret secret(Settings settings, String key) {
    Secret secret = settings.secret(key);
    if (secret.reveal().length() < MIN_SECRET) {
      throw settings.invalid(
          key,
          "must have "
              + MIN_SECRET
              + " characters or more, drawn at random; make one with: openssl rand -hex 32");
    }
    return secret;
  }
}
