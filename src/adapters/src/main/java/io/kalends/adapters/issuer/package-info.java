/**
 * Kalends' own issuer as a source of credentials: the contract it shares with Feishu for minting,
 * and its administrator's API for what that contract lacks.
 */
@NullMarked
package io.kalends.adapters.issuer;

import org.jspecify.annotations.NullMarked;
