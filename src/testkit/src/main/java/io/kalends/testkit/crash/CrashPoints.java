package io.kalends.testkit.crash;

import io.kalends.account.DeviceLabel;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.State;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers every call of a life that goes outside or into the ledger, from 1, and lets the process
 * die at one of them: <em>before</em> it took effect, or <em>after</em> it did and before the
 * caller learnt of it. For one life, and one thread.
 */
public final class CrashPoints {

  /** On which side of its effect a call is cut off. */
  public enum Side {
    /** Nothing happened. */
    BEFORE,
    /** It happened, and the caller never learnt of it. */
    AFTER
  }

  /**
   * Where a life is cut off.
   *
   * @param number of the call, from 1
   * @param side of its effect
   */
  public record Point(int number, Side side) {

    /**
     * Reads a point as {@link #toString} writes it.
     *
     * @param text for example {@code 17:after}
     * @return the point
     * @throws IllegalArgumentException when it is none
     */
    public static Point parse(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length != 2 || !parts[0].matches("[1-9][0-9]{0,5}")) {
        throw new IllegalArgumentException(
            "a crash point is a number, a colon and before or after, for example 17:after");
      }
      return new Point(Integer.parseInt(parts[0]), Side.valueOf(parts[1].toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
      return number + ":" + side.name().toLowerCase(Locale.ROOT);
    }
  }

  /** These change nothing and go nowhere. */
  private static final Set<String> NOT_COUNTED =
      Set.of("accepts", "now", "nextDue", "close", "toString", "hashCode", "equals");

  private final @Nullable Point fatal;
  private final List<String> calls = new ArrayList<>();
  private final Set<DeviceLabel> openMints = new LinkedHashSet<>();
  private final Set<DeviceLabel> cutOff = new LinkedHashSet<>();
  private final Set<Integer> idle = new TreeSet<>();
  private boolean crashed;

  private CrashPoints(@Nullable Point fatal) {
    this.fatal = fatal;
  }

  /**
   * A life without a crash.
   *
   * @return only counts
   */
  public static CrashPoints none() {
    return new CrashPoints(null);
  }

  /**
   * A life with one crash.
   *
   * @param fatal where
   * @return crashes there, once
   */
  public static CrashPoints at(Point fatal) {
    return new CrashPoints(fatal);
  }

  /**
   * Puts these points around something that is called.
   *
   * @param port what it is called as
   * @param target what does the work
   * @param <P> the port
   * @return the same with all the abilities of {@code target}, and no others
   */
  public <P> P around(Class<P> port, P target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            Interfaces.of(target.getClass()),
            (proxy, method, arguments) ->
                NOT_COUNTED.contains(method.getName())
                    ? call(target, method, arguments)
                    : counted(target, method, arguments)));
  }

  /**
   * The calls until now.
   *
   * @return for people, in order; the first is number 1
   */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /**
   * Those of the calls in the ledger that found nothing to do: a crash around one of these is the
   * crash around the call before or after it.
   *
   * @return their numbers
   */
  public Set<Integer> idle() {
    return Set.copyOf(idle);
  }

  /**
   * Whether the crash happened.
   *
   * @return false when the life never got to that point
   */
  public boolean crashed() {
    return crashed;
  }

  /**
   * The mints that the crash cut off: begun by a saved label, not ended by a save.
   *
   * @return their labels
   */
  public Set<DeviceLabel> mintsCutOff() {
    return Set.copyOf(cutOff);
  }

  /**
   * Where the crash is or was, and in which call.
   *
   * @return for people
   */
  public String description() {
    if (fatal == null) {
      return "no crash";
    }
    return calls.size() < fatal.number()
        ? fatal + " (never reached)"
        : fatal + " " + calls.get(fatal.number() - 1);
  }

  private @Nullable Object counted(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    calls.add(Description.of(method, arguments));
    int number = calls.size();
    dieIf(number, Side.BEFORE);
    @Nullable Object result;
    try {
      result = call(target, method, arguments);
    } catch (RuntimeException failure) {
      dieIf(number, Side.AFTER);
      throw failure;
    }
    if (target instanceof Ledger && (Integer.valueOf(0).equals(result) || isEmpty(result))) {
      idle.add(number);
    }
    watchMints(arguments, result);
    dieIf(number, Side.AFTER);
    return result;
  }

  private static boolean isEmpty(@Nullable Object result) {
    return result instanceof List<?> list && list.isEmpty();
  }

  private void dieIf(int number, Side side) {
    if (fatal != null && fatal.number() == number && fatal.side() == side) {
      crashed = true;
      cutOff.addAll(openMints);
      openMints.clear();
      throw new Crash(description());
    }
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw Optional.ofNullable(e.getCause()).orElse(e);
    }
  }

  /** A mint begins with the claim that saved its label, and ends with the save of what came. */
  private void watchMints(Object @Nullable [] arguments, @Nullable Object result) {
    if (result instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Claim claim && claim.lane() == Claim.Lane.MINT) {
          mintOf(claim).ifPresent(openMints::add);
        }
      }
    }
    if (arguments != null && arguments.length > 0 && arguments[0] instanceof Claim claim) {
      mintOf(claim).ifPresent(openMints::remove);
    }
  }

  private static Optional<DeviceLabel> mintOf(Claim claim) {
    return claim.entry().state() == State.MINTING ? claim.entry().label() : Optional.empty();
  }
}
