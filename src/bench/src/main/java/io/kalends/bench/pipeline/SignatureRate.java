package io.kalends.bench.pipeline;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.secret.Secret;
import io.kalends.signing.ProfileSigner;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One ready profile, signed again and again: CMS with RSA-2048, verified as every profile is. */
final class SignatureRate {

  private static final Duration SLICE = Duration.ofSeconds(3);

  private SignatureRate() {}

  /** Signatures a second, of so many threads together; warmed up first. */
  static double perSecond(int threads) throws InterruptedException {
    ProfileSigner signer = new ProfileSigner(Site.identity(), Clock.systemUTC());
    UnsignedProfile profile = profile();
    slice(threads, signer, profile);
    return slice(threads, signer, profile) / CpuUse.seconds(SLICE);
  }

  private static long slice(int threads, ProfileSigner signer, UnsignedProfile profile)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Callable<Long>> tasks = new ArrayList<>();
    long end = System.nanoTime() + SLICE.toNanos();
    for (int i = 0; i < threads; i++) {
      tasks.add(() -> untilThen(end, signer, profile));
    }
    try {
      long sum = 0;
      for (Future<Long> each : pool.invokeAll(tasks)) {
        sum += each.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IllegalStateException("signing", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static long untilThen(long end, ProfileSigner signer, UnsignedProfile profile) {
    long count = 0;
    while (System.nanoTime() < end) {
      signer.sign(profile);
      count++;
    }
    return count;
  }

  private static UnsignedProfile profile() {
    return new ProfileBuilder(ProfileTemplates.builtIn(), ProfileNaming.of(Site.TENANT))
        .build(
            Site.devices("SIGN", 0, 1).get(0),
            DeviceOwner.of("owner0@example.com"),
            CalDavAccount.of(
                "caldav.example.com", 443, "u_fake", Secret.of("FakeButALongOne4711x")),
            1)
        .unsigned();
  }
}
