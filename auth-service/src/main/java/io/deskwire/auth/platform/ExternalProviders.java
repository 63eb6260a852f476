package io.deskwire.auth.platform;

import java.util.Set;

/// The sign-in providers that are on, by GoTrue's names; for `/settings`.
public interface ExternalProviders {
    Set<String> enabled();
}
