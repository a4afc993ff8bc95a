package io.kalends.testkit.crash;

import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.Device;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Saving;
import io.kalends.mdm.Installation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call in words: what kind, and about what. Never a secret. */
final class Description {

  private Description() {}

  static String of(Method method, Object @Nullable [] arguments) {
    List<String> words = new ArrayList<>();
    words.add(method.getDeclaringClass().getSimpleName() + "." + method.getName());
    if (arguments != null) {
      for (Object argument : arguments) {
        if (argument instanceof Claim claim) {
          words.add(claim.entry().key() + " " + claim.entry().state() + " ->");
        } else if (argument instanceof Saving saving) {
          words.add(saving.entry().state() + " (" + saving.detail() + ")");
        } else if (argument instanceof Device device) {
          words.add(device.id().value());
        } else if (argument instanceof Installation installation) {
          words.add(installation.device().id().value());
        } else if (argument instanceof DeviceLabel label) {
          words.add(label.value());
        }
      }
    }
    return String.join(" ", words);
  }
}
