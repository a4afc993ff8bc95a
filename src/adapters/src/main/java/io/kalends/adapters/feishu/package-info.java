/**
 * Feishu and Lark, and whatever else serves their {@code generate_caldav_conf} contract: one
 * calendar credential per device, minted in its owner's name, and the consent it takes.
 */
@NullMarked
package io.kalends.adapters.feishu;

import org.jspecify.annotations.NullMarked;
