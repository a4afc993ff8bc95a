package io.kalends.ledger;

import io.kalends.event.ProvisioningEvent;
import io.kalends.store.Database;
import io.kalends.store.GroupedWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ledger on SQLite or PostgreSQL. */
public final class JdbcLedger implements Ledger {

  private final Database database;
  private final Inbox inbox;
  private final Intake intake;
  private final Claims claims;
  private final Saves saves;
  private final NextDue nextDue;
  private final Statistics statistics;

  /**
   * A ledger over an open database, whose schema {@link Database#openFile} or {@link
   * Database#connect} brought up to date beside this class.
   *
   * @param database stays open after this
   * @param admission which enrollments are provisioned by themselves
   */
  public JdbcLedger(Database database, Admission admission) {
    this.database = database;
    GroupedWrites writes = new GroupedWrites(database);
    this.inbox = new Inbox(database, writes);
    this.intake = new Intake(database, writes, admission);
    PaceTable paces = new PaceTable(database.dialect());
    this.claims = new Claims(database, writes, paces);
    this.saves = new Saves(database, writes, inbox, paces);
    this.nextDue = new NextDue(database, paces);
    this.statistics = new Statistics(database);
  }

  @Override
  public void accept(String tenant, String instance, List<ProvisioningEvent> events) {
    inbox.accept(tenant, instance, events);
  }

  @Override
  public int apply(int max) {
    int applied = intake.apply(max);
    statistics.grown(applied);
    return applied;
  }

  @Override
  public List<Claim> claim(String node, List<Order> orders) {
    return claims.claim(node, orders);
  }

  @Override
  public boolean save(Claim claim, Saving saving) {
    return saves.save(claim, saving);
  }

  @Override
  public Optional<Instant> nextDue(Set<Instance> instances) {
    return nextDue.of(instances);
  }

  /**
   * Forgets the keys of facts that were applied or set aside long ago, some at a time.
   *
   * @param age how long a repeat is told, for example 30 days
   * @param max how many at most
   * @return how many were forgotten; less than {@code max} when no more are that old
   * @throws io.kalends.store.DatabaseFailure when none was
   */
  public int purge(Duration age, int max) {
    return inbox.purge(age, max);
  }

  @Override
  public Instant now() {
    return database.read("read the clock", database::now);
  }
}
