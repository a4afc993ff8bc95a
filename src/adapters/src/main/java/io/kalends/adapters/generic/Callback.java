package io.kalends.adapters.generic;

import io.kalends.adapters.forms.PlainForms;
import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import io.kalends.finding.Finding;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The way out by HTTP. The receiver keeps the ids of the attempts it has accepted, so that a call
 * without a definite answer is simply made again: nothing here is ever uncertain. The reference is
 * the attempt's id.
 */
final class Callback implements MdmProvider {

  private static final List<String> LIMITS =
      List.of(
          "The receiver must know an attempt it has accepted before; otherwise a lost answer makes"
              + " it install twice.",
          "What the receiver does with the password in each installation is beyond our control.");

  private final URI url;
  private final CallbackClient client;

  Callback(URI url, CallbackClient client) {
    this.url = url;
    this.client = client;
  }

  @Override
  public Acceptance accepts(Device device) {
    return PlainForms.of(device, Proof.ACKNOWLEDGED, LIMITS);
  }

  @Override
  public InstallReference install(Device device, Configuration configuration, UUID attempt) {
    String operation = "generic: install for " + device.id();
    Acceptance acceptance = accepts(device);
    if (!acceptance.forms().contains(configuration.form())) {
      throw new PermanentFailure(
          Reason.NOT_DELIVERABLE,
          operation
              + ": "
              + (acceptance.forms().isEmpty()
                  ? acceptance.limits().get(0)
                  : configuration.form() + " is not among the forms taken: " + acceptance.forms()));
    }
    byte[] body =
        CallbackBody.install(device, configuration, attempt)
            .orElseThrow(() -> new PermanentFailure(Reason.NOT_DELIVERABLE, operation));
    post(operation, body).requireAccepted(operation);
    return new InstallReference(attempt.toString());
  }

  @Override
  public void remove(Installation installation, UUID attempt) {
    String operation = "generic: remove for " + installation.device().id();
    post(operation, CallbackBody.remove(installation, attempt)).requireAcceptedOrGone(operation);
  }

  @Override
  public ProviderHealth check() {
    int status;
    try {
      status = client.head().status();
    } catch (IOException e) {
      return unusable("no answer: " + kindOf(e) + "; check the URL, DNS, network and certificate");
    }
    if ((status >= 200 && status <= 299) || Set.of(400, 405, 501).contains(status)) {
      // Whoever takes only POST is there all the same.
      return new ProviderHealth(true, List.of());
    }
    return unusable(
        status == 401 || status == 403
            ? "HTTP " + status + ": set the same secret on both sides, and compare both clocks"
            : "HTTP " + status + " to HEAD; check the URL and the receiver");
  }

  @Override
  public void close() {
    client.close();
  }

  /** Without its cause: what failed to be read may quote what was sent. */
  private CallbackAnswer post(String operation, byte[] body) {
    try {
      return client.post(body);
    } catch (IOException e) {
      throw new TemporaryFailure(
          operation
              + ": no answer from "
              + url
              + ": "
              + kindOf(e)
              + ", tried again under the same id");
    }
  }

  private ProviderHealth unusable(String fix) {
    return new ProviderHealth(false, List.of(Finding.error(url.toString(), fix)));
  }

  private static String kindOf(IOException e) {
    return e instanceof InterruptedIOException ? "too slow" : e.getClass().getSimpleName();
  }

  @Override
  public String toString() {
    return "Callback[" + url + "]";
  }
}
