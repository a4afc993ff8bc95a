package io.kalends.issuer.directory;

/**
 * A person of a tenant.
 *
 * @param id unique in this issuer, never used again
 * @param tenant the tenant's key
 * @param email unique in the tenant, in lower case
 * @param userName what that person's devices log in with; never changes
 * @param name for people to read
 * @param profile the rest that is known
 * @param status whether still there
 */
public record Person(
    long id,
    String tenant,
    String email,
    String userName,
    String name,
    Profile profile,
    Status status) {

  /** Whether a person is still there. */
  public enum Status {
    /** At work. */
    ACTIVE,
    /** Suspended: nothing works until that is taken back. */
    FROZEN,
    /** Left the tenant. */
    RESIGNED,
    /** Invited, never signed in. */
    UNREGISTERED
  }

  /**
   * What else is known; each part may be empty.
   *
   * @param enName name in Latin letters
   * @param mobile with country code
   * @param employeeNo the company's own number
   * @param enterpriseEmail address of the company's mail service; never matches a search
   */
  public record Profile(String enName, String mobile, String employeeNo, String enterpriseEmail) {

    /** Nothing else is known. */
    public static final Profile UNKNOWN = new Profile("", "", "", "");
  }

  /** Whether calls are answered and devices log in. */
  public boolean isActive() {
    return status == Status.ACTIVE;
  }
}
