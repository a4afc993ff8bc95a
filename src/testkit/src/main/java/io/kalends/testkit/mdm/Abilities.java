package io.kalends.testkit.mdm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;

/** Shows of an object only what it shall be able to do. */
final class Abilities {

  private Abilities() {}

  /** A port to {@code target} that has the abilities named and no others. */
  static <P> P only(Class<P> port, P target, Class<?>... abilities) {
    Class<?>[] shown =
        Stream.concat(Stream.of(port), Stream.of(abilities))
            .peek(
                each -> {
                  if (!each.isInstance(target)) {
                    throw new IllegalArgumentException("the fake cannot be a " + each.getName());
                  }
                })
            .toArray(Class<?>[]::new);
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            shown,
            (proxy, method, arguments) -> {
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
