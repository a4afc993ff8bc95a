package io.kalends.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.edge.config.DatabaseFields;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.edge.config.SecretFile;
import io.kalends.edge.config.YamlFile;
import io.kalends.issuer.admin.AdminTokens;
import io.kalends.issuer.contract.ContractError;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.store.DatabasePlace;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the configuration file. Each section has a method that turns it into a change of the
 * configuration; the set of keys beside it is what is known there.
 */
final class IssuerFile {

  /** Where it listens unless said otherwise. */
  static final int DEFAULT_PORT = 8460;

  private static final String DEFAULT_HOST = "127.0.0.1";

  private static final Set<String> OWN_KEYS =
      Set.of(
          "listen",
          "serverAddress",
          "database",
          "pepperFile",
          "adminTokenFile",
          "adminTokens",
          "administratorGrants",
          "limits",
          "contract",
          "oauth",
          "events",
          "forwardAuth",
          "sandbox");

  private static final Set<String> KEYS =
      Stream.concat(OWN_KEYS.stream(), Directory.KEYS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Path folder;

  private IssuerFile(Path folder) {
    this.folder = folder;
  }

  static IssuerConfig read(Path file) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    try {
      return new IssuerFile(folder).config(new Fields(YamlFile.read(file), KEYS));
    } catch (InvalidSetting e) {
      throw e.inside("configuration " + file + ": ");
    }
  }

  private IssuerConfig config(Fields top) {
    DatabasePlace database = DatabaseFields.in(top, folder, "issuer");
    Path pepper = folder.resolve(top.text("pepperFile"));
    if (pepper.normalize().toString().equals(database.toString())) {
      throw new InvalidSetting("pepperFile", "must be another file than the database");
    }
    Directory directory = Directory.from(top, folder);
    IssuerConfig config =
        Fields.checked(
            () ->
                IssuerConfig.of(
                    top.text("serverAddress"), database, PepperSource.file(pepper), directory));
    config = listening(top, config);
    config = limited(top, config);
    config = contract(top, config);
    config = section(top, "oauth", OAuthFields.KNOWN, config, OAuthFields::in);
    config = new EventFields(folder).in(top, config);
    config = section(top, "forwardAuth", ForwardAuthFields.KNOWN, config, ForwardAuthFields::in);
    config = section(top, "sandbox", SandboxFields.KNOWN, config, SandboxFields::in);
    return administered(top, config);
  }

  /** A section that may be left out: then everything stays as it is. */
  private static IssuerConfig section(
      Fields top,
      String name,
      Set<String> known,
      IssuerConfig before,
      BiFunction<Fields, IssuerConfig, IssuerConfig> reading) {
    return top.section(name, known, fields -> Fields.checked(() -> reading.apply(fields, before)))
        .orElse(before);
  }

  private static IssuerConfig listening(Fields top, IssuerConfig before) {
    return top.section(
            "listen",
            Set.of("host", "port"),
            listen ->
                Fields.checked(
                    () ->
                        before.listeningOn(
                            listen.optionalText("host").orElse(DEFAULT_HOST),
                            listen.number("port").orElse(DEFAULT_PORT))))
        .orElseGet(() -> before.listeningOn(DEFAULT_HOST, DEFAULT_PORT));
  }

  private static IssuerConfig limited(Fields top, IssuerConfig before) {
    return top.section(
            "limits",
            Set.of("perSecond", "perMinute"),
            limits ->
                Fields.checked(
                    () ->
                        before.limitedTo(
                            new Limits(
                                limits.number("perSecond").orElse(Limits.CONTRACT.perSecond()),
                                limits.number("perMinute").orElse(Limits.CONTRACT.perMinute())))))
        .orElse(before);
  }

  private static IssuerConfig contract(Fields top, IssuerConfig before) {
    return top.section(
            "contract",
            Set.of(
                "acceptTextPlain",
                "sameNameReplaces",
                "botRequired",
                "oneMintAtATime",
                "monthlyCalls",
                "statuses"),
            contract -> {
              OptionalInt monthly = contract.number("monthlyCalls");
              IssuerConfig after =
                  before.ruled(
                      rules ->
                          rules
                              .acceptingTextPlain(contract.flag("acceptTextPlain"))
                              .replacingSameName(contract.flag("sameNameReplaces"))
                              .requiringBot(contract.flag("botRequired", true))
                              .mintingOneAtATime(contract.flag("oneMintAtATime", true)));
              IssuerConfig counted =
                  monthly.isPresent()
                      ? Fields.checked(
                          () -> after.ruled(rules -> rules.allowingMonthly(monthly.getAsInt())))
                      : after;
              return contract
                  .section("statuses", assumed(), codes -> statuses(codes, counted))
                  .orElse(counted);
            })
        .orElse(before);
  }

  /** Codes whose HTTP status nobody has seen, so that it may be set. */
  private static Set<String> assumed() {
    return Stream.of(ContractError.values())
        .filter(ContractError::isStatusAssumed)
        .map(error -> String.valueOf(error.code()))
        .collect(Collectors.toSet());
  }

  private static IssuerConfig statuses(Fields codes, IssuerConfig before) {
    IssuerConfig after = before;
    for (ContractError error : ContractError.values()) {
      String code = String.valueOf(error.code());
      if (codes.has(code)) {
        IssuerConfig sofar = after;
        after =
            Fields.checked(
                () ->
                    sofar.ruled(rules -> rules.answering(error, codes.number(code).orElseThrow())));
      }
    }
    return after;
  }

  private IssuerConfig administered(Fields top, IssuerConfig before) {
    AdminTokens tokens = AdminTokens.none();
    if (top.has("adminTokenFile")) {
      tokens = token(tokens, "admin", "adminTokenFile", top.text("adminTokenFile"));
    }
    for (JsonNode node : top.has("adminTokens") ? top.list("adminTokens") : Set.<JsonNode>of()) {
      Fields one = new Fields(node, Set.of("name", "file"));
      tokens = token(tokens, one.text("name"), "adminTokens", one.text("file"));
    }
    IssuerConfig after = before.administeredBy(tokens);
    return top.flag("administratorGrants") ? after.allowingAdministratorGrants() : after;
  }

  private AdminTokens token(AdminTokens tokens, String name, String field, String file) {
    String token = SecretFile.read(field, folder.resolve(file));
    try {
      return tokens.with(name, token);
    } catch (InvalidSetting e) {
      throw new InvalidSetting(field, file + ": " + e.fix());
    }
  }
}
