package io.kalends.testkit.crash;

import io.kalends.account.CredentialSource;
import io.kalends.ledger.Ledger;
import io.kalends.mdm.MdmProvider;
import java.time.Clock;

/** A process of Kalends as far as it works the ledger: all of it is lost in a crash. */
@FunctionalInterface
interface Node {

  /**
   * Applies facts and takes steps in this thread, until nothing is due at this moment.
   *
   * @return how many facts and steps there were; 0 when nothing was due
   */
  int work();

  /** Starts a process, for the first time or after a crash. */
  @FunctionalInterface
  interface Start {

    /**
     * Starts one with nothing in its memory.
     *
     * @param ledger over the life's database
     * @param source mints
     * @param mdm is {@link CrashScenario#INSTANCE} of {@link CrashScenario#TENANT}
     * @param clock the life's
     * @return ready to work
     */
    Node start(Ledger ledger, CredentialSource source, MdmProvider mdm, Clock clock);
  }
}
