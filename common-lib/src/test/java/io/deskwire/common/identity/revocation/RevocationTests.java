package io.deskwire.common.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deskwire.common.json.WireJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class RevocationTests {
    private final JsonMapper json = WireJson.mapper();

    @Test
    void isReadWithoutATenant() {
        var revocation = json.readValue("""
                {"kind": "session", "id": "0199b3c4-5d6e-7f80-9a1b-2c3d4e5f60a2", "before": "2026-11-21T10:00:00.000Z"}
                """, Revocation.class);

        assertThat(revocation.kind()).isEqualTo(Revocation.Kind.SESSION);
        assertThat(revocation.tenant()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", """
                {"id": "0199b3c4-5d6e-7f80-9a1b-2c3d4e5f60a2", "before": "2026-11-21T10:00:00.000Z"}
                """, """
                {"kind": "session", "before": "2026-11-21T10:00:00.000Z"}
                """, """
                {"kind": "session", "id": "0199b3c4-5d6e-7f80-9a1b-2c3d4e5f60a2"}
                """})
    void cannotBeReadWithoutItsParts(String incomplete) {
        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> json.readValue(incomplete, Revocation.class));
    }
}
