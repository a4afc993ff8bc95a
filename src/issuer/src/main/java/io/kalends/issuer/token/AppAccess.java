package io.kalends.issuer.token;

import io.kalends.issuer.directory.App;

/**
 * What an app token or a tenant token stands for.
 *
 * @param app whose it is, enabled
 * @param tenant key of the tenant it is for; empty for the app token of a store app, which is for
 *     none
 * @param tenantToken {@code t-}: may read the tenant's data; else {@code a-}: proves which app
 *     calls
 */
public record AppAccess(App app, String tenant, boolean tenantToken) {}
