package io.kalends.issuer.credential;

/**
 * A credential at the one moment its password is known. The password is not shown by {@link
 * #toString()}.
 *
 * @param credential what is kept of it
 * @param password in clear, to be handed to the caller and forgotten
 */
public record Minted(Credential credential, String password) {

  @Override
  public String toString() {
    return "Minted[" + credential + "]";
  }
}
