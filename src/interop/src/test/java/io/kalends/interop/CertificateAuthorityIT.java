package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's own certificate authority, played by OpenSSL, answers our request. */
class CertificateAuthorityIT {

  @TempDir Path folder;

  @Test
  void theAuthoritysAnswerJoinsTheKeyAndSigns() throws IOException {
    kalends("signing csr --out . --name Example --key-type RSA_2048 --new-password-file password");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=OurCA"
            + " -addext keyUsage=critical,keyCertSign");
    openssl("req -in signing.csr -noout -verify");
    openssl("x509 -req -in signing.csr -CA ca.pem -CAkey ca.key -days 20 -out answer.pem");
    kalends(
        "signing import --key signing.key --certificate ca.pem --certificate answer.pem"
            + " --password-file password --out signing.p12");
    openssl("pkcs12 -in signing.p12 -noout -passin file:password");

    Files.writeString(folder.resolve("account"), "NotARealPassword4711\n");
    kalends(
        "profile build --platform ios --device-name iPhone --owner alice@example.org --host"
            + " caldav.example.org --user u_1 --password-file account --exposure-allow"
            + " clear-in-profile --out plain.mobileconfig");
    kalends(
        "profile sign plain.mobileconfig --sign-with signing.p12 --sign-password-file password"
            + " --out signed.mobileconfig");
    Program.Result read =
        openssl("cms -verify -inform DER -in signed.mobileconfig -CAfile ca.pem -purpose any");
    assertThat(read.out()).isEqualTo(Files.readString(folder.resolve("plain.mobileconfig")));
    Program.Result certificates =
        openssl("pkcs7 -inform DER -in signed.mobileconfig -print_certs -noout");
    assertThat(certificates.out().indexOf("CN = Example"))
        .as("leaf first, whatever order it was imported in")
        .isNotNegative()
        .isLessThan(certificates.out().lastIndexOf("subject=CN = OurCA"));
  }

  private Program.Result kalends(String command) {
    return run(Program.root().resolve("src/bin/kalends").toString(), command);
  }

  private Program.Result openssl(String command) {
    return run("openssl", command);
  }

  private Program.Result run(String program, String command) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(List.of(command.split(" ")));
    return Program.run(folder, words).succeeded();
  }
}
