package io.deskwire.auth.apikey;

import io.deskwire.common.problem.FieldCheck;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `POST /api/v1/api-keys/leaks`: public, for secret scanners and honest finders (`docs/api-keys.md`). The answer says
/// nothing of the key.
@RestController
class KeyLeakController {
    private static final int MAX_LENGTH = 200;

    private final KeyLeaks leaks;

    KeyLeakController(KeyLeaks leaks) {
        this.leaks = leaks;
    }

    record Report(@Nullable String key) {
        @Override
        public String toString() {
            return "Report[…]";
        }
    }

    record Receipt(String status) {}

    @PostMapping("/api/v1/api-keys/leaks")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Receipt report(@RequestBody Report report) {
        var check = new FieldCheck();
        var key = check.text("key", report.key(), MAX_LENGTH);
        check.done();
        leaks.report(key);
        return new Receipt("received");
    }
}
