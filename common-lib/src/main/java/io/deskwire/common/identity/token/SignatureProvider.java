package io.deskwire.common.identity.token;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who signs and verifies tokens: AWS-LC by way of the Amazon Corretto Crypto Provider, where its library is there for
/// this platform; else the JDK (ADR 0029).
public final class SignatureProvider {
    private static final Logger log = LoggerFactory.getLogger(SignatureProvider.class);
    private static final @Nullable Provider PROVIDER = load();

    private SignatureProvider() {}

    /// Null for the JDK's own.
    public static @Nullable Provider fastest() {
        return PROVIDER;
    }

    private static @Nullable Provider load() {
        var failure = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
        if (failure == null) {
            return AmazonCorrettoCryptoProvider.INSTANCE;
        }
        log.info("Tokens are signed and verified by the JDK, AWS-LC cannot be loaded: {}", failure.toString());
        return null;
    }
}
