package io.kalends.testkit.mdm;

import io.kalends.secret.Secret;

/**
 * A calendar account as it really is on a simulated device.
 *
 * @param identifier top-level PayloadIdentifier; on Android the package whose configuration it is
 * @param uuid top-level PayloadUUID as text; empty on Android
 * @param userName the account's user
 * @param password the account's password
 */
public record LiveProfile(String identifier, String uuid, String userName, Secret password) {}
