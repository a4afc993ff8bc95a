/** Opening a PKCS#11 token (HSM, smart card, SoftHSM), for the keys that never leave one. */
@NullMarked
package io.kalends.store.token;

import org.jspecify.annotations.NullMarked;
