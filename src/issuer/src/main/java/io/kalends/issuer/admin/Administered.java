package io.kalends.issuer.admin;

import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.AppSecrets;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.roster.Roster;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.Grants;
import io.kalends.store.Database;
import java.util.List;

/**
 * What administrators look after.
 *
 * @param database where all of it is
 * @param directory what the configuration says
 * @param people everybody
 * @param roster who comes and goes
 * @param secrets of apps
 * @param tokens of users
 * @param grants what people granted
 * @param credentials of devices
 * @param withdrawals what happens when an app's rights are taken away, beside its secrets
 */
public record Administered(
    Database database,
    Directory directory,
    People people,
    Roster roster,
    AppSecrets secrets,
    AccessTokens tokens,
    Grants grants,
    Credentials credentials,
    List<Withdrawal> withdrawals) {

  /** Takes a copy. */
  public Administered {
    withdrawals = List.copyOf(withdrawals);
  }
}
