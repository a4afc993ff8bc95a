package io.kalends.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.account.CalDavAccount;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.secret.Secret;
import io.kalends.store.sealing.SealedColumn;
import io.kalends.store.sealing.Sealer;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Seals accounts for the ledger and opens them for one step. Safe for use by several threads. */
public final class AccountBox {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sealer sealer;

  /**
   * A box maker.
   *
   * @param sealer holds the master key
   */
  public AccountBox(Sealer sealer) {
    this.sealer = sealer;
  }

  /**
   * Seals an account so that it opens for this entry only.
   *
   * @param key the entry it belongs to
   * @param account what to seal
   * @return to be saved with the entry
   */
  public SealedAccount seal(EntryKey key, CalDavAccount account) {
    ObjectNode values = JSON.createObjectNode();
    values.put("host", account.host());
    values.put("port", account.port());
    values.put("user", account.userName());
    values.put("password", account.password().reveal());
    account.principalUrl().ifPresent(url -> values.put("principal", url.toString()));
    try {
      return new SealedAccount(sealer.seal(JSON.writeValueAsBytes(values), place(key)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the account of " + key + " for sealing");
    }
  }

  /**
   * Opens an account for one step.
   *
   * @param key the entry it belongs to
   * @param sealed what {@link #seal} made for that entry
   * @return the account; to be kept nowhere
   * @throws IllegalStateException when it was sealed for another entry, under another key, or
   *     damaged
   */
  public CalDavAccount open(EntryKey key, SealedAccount sealed) {
    JsonNode values = read(key, sealer.open(sealed.box(), place(key)));
    CalDavAccount account =
        CalDavAccount.of(
            values.required("host").asText(),
            values.required("port").asInt(),
            values.required("user").asText(),
            Secret.of(values.required("password").asText()));
    return values.has("principal")
        ? account.withPrincipalUrl(URI.create(values.get("principal").asText()))
        : account;
  }

  /**
   * Where boxes rest, for putting them under another master key.
   *
   * @return the ledger's column of sealed accounts
   */
  public static SealedColumn column() {
    return new SealedColumn(
        "entry",
        List.of("id"),
        "account",
        List.of("tenant", "instance", "enrollment", "generation"),
        row ->
            place(
                new EntryKey(
                    row.getString("tenant"),
                    row.getString("instance"),
                    new EnrollmentId(row.getString("enrollment")),
                    row.getInt("generation"))));
  }

  /** The parser's own exception quotes its input, so neither it nor its text goes on. */
  private static JsonNode read(EntryKey key, byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("the sealed account of " + key + " is not readable");
    }
  }

  private static String place(EntryKey key) {
    return key + "/account";
  }
}
