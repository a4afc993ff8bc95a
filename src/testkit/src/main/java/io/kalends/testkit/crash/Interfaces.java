package io.kalends.testkit.crash;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** What an object can be asked to do: so that a wrapper is an instance of the same. */
final class Interfaces {

  private Interfaces() {}

  /** Every public interface a class implements, also through its superclasses. */
  static Class<?>[] of(Class<?> implementation) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> each = implementation; each != Object.class; each = each.getSuperclass()) {
      Arrays.stream(each.getInterfaces())
          .filter(port -> Modifier.isPublic(port.getModifiers()))
          .forEach(found::add);
    }
    return found.toArray(Class<?>[]::new);
  }
}
