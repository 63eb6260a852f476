package io.deskwire.common.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The library is there for this platform, and agrees with the JDK about what a signature is.
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
class SignatureProviderTests {
    private static final String ES256 = "SHA256withECDSAinP1363Format";
    private static final byte[] MESSAGE = {1, 2, 3};

    @Test
    void makesAndChecksSignaturesAsTheJdkDoes() throws Exception {
        var provider = SignatureProvider.fastest();
        assertThat(provider).isNotNull();
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();

        for (var pair : new Signature[][] {
            {Signature.getInstance(ES256, provider), Signature.getInstance(ES256)},
            {Signature.getInstance(ES256), Signature.getInstance(ES256, provider)}
        }) {
            pair[0].initSign(keys.getPrivate());
            pair[0].update(MESSAGE);
            var signature = pair[0].sign();
            assertThat(signature).hasSize(64);
            pair[1].initVerify(keys.getPublic());
            pair[1].update(MESSAGE);
            assertThat(pair[1].verify(signature)).isTrue();
        }
    }
}
