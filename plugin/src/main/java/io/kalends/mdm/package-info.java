/**
 * The provider port: what an MDM must be able to do, and the optional abilities beside it. An
 * adapter implements {@link io.kalends.mdm.MdmProvider}, adds the small interfaces it can honour
 * (never a method that throws), and is found through {@link io.kalends.mdm.MdmProviderFactory}.
 */
@NullMarked
package io.kalends.mdm;

import org.jspecify.annotations.NullMarked;
