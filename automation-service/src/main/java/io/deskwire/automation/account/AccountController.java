package io.deskwire.automation.account;

import io.deskwire.automation.account.Account.Content;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/accounts")
class AccountController {
    private static final int MAX_METADATA = 16 * 1024;
    private static final Set<String> PATCHABLE = Set.of("name", "marketplace", "external_id", "metadata");

    private final AccountService accounts;

    AccountController(AccountService accounts) {
        this.accounts = accounts;
    }

    record CreateRequest(
            @Nullable String name,
            @Nullable String marketplace,
            @Nullable String externalId,
            @Nullable JsonNode metadata) {

        Content content() {
            var check = new FieldCheck();
            var content = new Content(
                    check.text("name", name, 200),
                    check.optionalText("marketplace", marketplace, 100),
                    check.optionalText("external_id", externalId, 200),
                    check.object("metadata", metadata, MAX_METADATA));
            check.done();
            return content;
        }
    }

    @PostMapping
    ResponseEntity<Account> create(Caller caller, @RequestBody CreateRequest request) {
        var account = accounts.create(caller, request.content());
        return Revision.created("/api/v1/accounts/" + account.id(), account, account.version());
    }

    @GetMapping
    Page<Account> list(Caller caller, PageRequest page) {
        return accounts.list(caller, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Account> get(Caller caller, @PathVariable UUID id) {
        return answer(accounts.get(caller, new AccountId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Account> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(accounts.update(caller, new AccountId(id), current -> patched(current, body), ifMatch));
    }

    private static Content patched(Content current, ObjectNode body) {
        var patch = new Patch(body, PATCHABLE);
        var patched = new Content(
                patch.text("name", current.name(), 200),
                patch.optionalText("marketplace", current.marketplace(), 100),
                patch.optionalText("external_id", current.externalId(), 200),
                patch.object("metadata", current.metadata(), MAX_METADATA));
        patch.done();
        return patched;
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        accounts.delete(caller, new AccountId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Account> answer(Account account) {
        return Revision.ok(account, account.version());
    }
}
