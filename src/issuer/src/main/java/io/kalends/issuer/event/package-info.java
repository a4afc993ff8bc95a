/**
 * Events pushed to the apps' webhooks as Feishu pushes them: somebody left, was frozen, a token was
 * revoked, here is an app ticket. They wait in the database from the moment their fact is written.
 */
@NullMarked
package io.kalends.issuer.event;

import org.jspecify.annotations.NullMarked;
