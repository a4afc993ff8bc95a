/**
 * An MDM server with simulated devices behind it, for tests: it holds commands until a device
 * connects, tells answers as an MDM does, and hurts where it is told to. It says that it is a fake.
 */
@NullMarked
package io.kalends.testkit.mdm;

import org.jspecify.annotations.NullMarked;
