/**
 * What is handed to an MDM: the configuration in the form the provider takes, how much of the
 * secret that form exposes, and how far its arrival can be proven.
 */
@NullMarked
package io.kalends.delivery;

import org.jspecify.annotations.NullMarked;
