package io.deskwire.auth.role;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A department role.
public record DepartmentRoleId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DepartmentRoleId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
