package io.kalends.cli;

import io.kalends.secret.Secret;
import io.kalends.signing.Pkcs11Token;
import io.kalends.signing.SigningIdentity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key that signs profiles, and where its password is. */
final class SigningOptions {

  @Option(
      names = "--sign-with",
      paramLabel = "FILE",
      description =
          "The signing key: a PKCS#12 file (.p12, .pfx), a PEM file, or the PKCS#11 library of a"
              + " token (.so) together with --token-slot.")
  private @Nullable Path key;

  @Option(
      names = "--sign-chain",
      paramLabel = "PEM",
      description = "Certificates that are not in the key's own file, in any order; repeatable.")
  private List<Path> chain = List.of();

  @Option(
      names = "--sign-alias",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Which key, when the file or token holds several.")
  private String alias = "";

  @Option(
      names = "--sign-password-file",
      paramLabel = "FILE",
      description = "The first line of this file is the key's password or the token's PIN.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--sign-password-env",
      paramLabel = "VARIABLE",
      description = "This environment variable holds the key's password or the token's PIN.")
  private @Nullable String passwordVariable;

  @Option(
      names = "--token-slot",
      paramLabel = "ID",
      description = "The token's slot id, as pkcs11-tool --list-slots shows it.")
  private @Nullable Long slot;

  SigningIdentity identity(Clock clock) {
    if (key == null) {
      throw new InvalidInput(
          "name the signing key: --sign-with FILE (make one with: kalends signing self-signed)");
    }
    return identity(key, clock);
  }

  private SigningIdentity identity(Path key, Clock clock) {
    if (slot != null) {
      Pkcs11Token.Slot where = new Pkcs11Token.Slot(Pkcs11Token.Slot.Kind.ID, slot);
      return SigningIdentity.pkcs11(new Pkcs11Token(key, where, required(), alias, chain), clock);
    }
    String name = key.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".p12") || name.endsWith(".pfx")) {
      return SigningIdentity.pkcs12(key, required(), alias, clock);
    }
    List<Path> certificates = chain.isEmpty() ? List.of(key) : chain;
    return password()
        .map(secret -> SigningIdentity.pem(key, secret, certificates, clock))
        .orElseGet(() -> SigningIdentity.pem(key, certificates, clock));
  }

  private Secret required() {
    return password()
        .or(() -> SecretOptions.fromTerminal("Password of the signing key"))
        .orElseThrow(
            () ->
                new InvalidInput(
                    "the signing key needs its password: name --sign-password-file or"
                        + " --sign-password-env, or run this at a terminal to be asked"));
  }

  private Optional<Secret> password() {
    if (passwordFile != null) {
      return Optional.of(SecretOptions.fromFile("--sign-password-file", passwordFile));
    }
    return Optional.ofNullable(passwordVariable)
        .map(name -> SecretOptions.fromEnvironment("--sign-password-env", name, System.getenv()));
  }
}
