/**
 * Android: settings for DAVx5. The managed configuration of Managed DAVx5 is built from a template
 * and checked against its key table; the standard app, which reads no managed configuration, is set
 * up by a {@code davx5://} link or its QR code. Rules from the manual of Managed DAVx5 (keys) and
 * from the app's source (how a link is parsed).
 */
@NullMarked
package io.kalends.davx5;

import org.jspecify.annotations.NullMarked;
