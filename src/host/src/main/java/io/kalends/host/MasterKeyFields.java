package io.kalends.host;

import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.edge.config.SecretFile;
import io.kalends.secret.Secret;
import io.kalends.store.sealing.MasterKeys;
import io.kalends.store.token.TokenSlot;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The section {@code masterKeys}: a file, an environment variable or a PKCS#11 token. A token may
 * stand beside one of the others, whose keys then only open: the way from a file into a token.
 */
final class MasterKeyFields {

  private final Path folder;

  private MasterKeyFields(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the section.
   *
   * @param top of the configuration
   * @param folder where relative paths begin
   * @return gives the ring of keys; a token is not logged in to before that
   * @throws InvalidSetting naming the field and the fix
   */
  static Function<SecureRandom, MasterKeys> in(Fields top, Path folder) {
    return top.section(
            "masterKeys",
            Set.of("file", "environment", "pkcs11"),
            new MasterKeyFields(folder)::keys)
        .orElseThrow(
            () ->
                new InvalidSetting(
                    "masterKeys",
                    "missing; make a key file with kalends keys init FILE and set file: to it"));
  }

  private Function<SecureRandom, MasterKeys> keys(Fields fields) {
    if (fields.has("file") && fields.has("environment")) {
      throw new InvalidSetting("file", "set either file or environment");
    }
    Optional<MasterKeys> written =
        Fields.checked(
            () ->
                fields
                    .optionalText("environment")
                    .map(variable -> MasterKeys.fromEnvironment(variable, System.getenv()))
                    .or(
                        () ->
                            fields
                                .optionalText("file")
                                .map(file -> MasterKeys.fromFile(folder.resolve(file)))));
    Optional<Function<SecureRandom, MasterKeys>> token =
        fields.section(
            "pkcs11", Set.of("library", "slot", "slotIndex", "pinFile", "keys"), this::token);
    if (token.isPresent()) {
      return random -> {
        MasterKeys current = token.get().apply(random);
        return written.map(current::openingAlso).orElse(current);
      };
    }
    MasterKeys only =
        written.orElseThrow(() -> new InvalidSetting("file", "set file, environment or pkcs11"));
    return random -> only;
  }

  private Function<SecureRandom, MasterKeys> token(Fields fields) {
    TokenSlot slot = Fields.checked(() -> slot(fields));
    Secret pin = Secret.of(SecretFile.read("pinFile", folder.resolve(fields.text("pinFile"))));
    List<String> labels = List.copyOf(fields.texts("keys").orElse(Set.of()));
    if (labels.isEmpty()) {
      throw new InvalidSetting("keys", "missing; name the keys' labels, the current one first");
    }
    return random -> {
      char[] typed = pin.reveal().toCharArray();
      try {
        return MasterKeys.fromToken(slot.open(typed), labels, random);
      } finally {
        Arrays.fill(typed, '\0');
      }
    };
  }

  private TokenSlot slot(Fields fields) {
    if (fields.has("slot") == fields.has("slotIndex")) {
      throw new InvalidSetting("slot", "set either slot, the token's id, or slotIndex");
    }
    Path library = folder.resolve(fields.text("library"));
    return fields.has("slot")
        ? new TokenSlot(library, TokenSlot.Kind.ID, fields.number("slot").getAsInt())
        : new TokenSlot(library, TokenSlot.Kind.INDEX, fields.number("slotIndex").getAsInt());
  }
}
