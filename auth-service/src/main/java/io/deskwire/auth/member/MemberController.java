package io.deskwire.auth.member;

import io.deskwire.auth.member.MemberService.Position;
import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.access.TenantRole;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/members")
class MemberController {
    private static final Set<String> PATCHABLE = Set.of("role", "department_role_id");

    private final MemberService members;

    MemberController(MemberService members) {
        this.members = members;
    }

    @GetMapping
    Page<Member> list(Caller caller, @RequestParam(required = false) @Nullable String role, PageRequest page) {
        var check = new FieldCheck();
        var wanted = check.optionalOneOf("role", role, TenantRole.class);
        check.done();
        return members.list(caller, wanted, page);
    }

    @GetMapping("/{userId}")
    ResponseEntity<Member> get(Caller caller, @PathVariable UUID userId) {
        return answer(members.get(caller, new UserId(userId)));
    }

    @PatchMapping("/{userId}")
    ResponseEntity<Member> update(
            Caller caller, @PathVariable UUID userId, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(members.update(caller, new UserId(userId), current -> patched(current, body), ifMatch));
    }

    private static Position patched(Position current, ObjectNode body) {
        var patch = new Patch(body, PATCHABLE);
        var position = new Position(
                patch.oneOf("role", TenantRole.class, current.role()),
                patch.optionalId("department_role_id", DepartmentRoleId::new, current.department()));
        patch.check()
                .require(position.role() != TenantRole.SERVICE, "role", "'service' is for service users, not people");
        patch.done();
        return position;
    }

    @DeleteMapping("/{userId}")
    ResponseEntity<Void> remove(Caller caller, @PathVariable UUID userId, @Nullable Revision ifMatch) {
        members.remove(caller, new UserId(userId), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Member> answer(Member member) {
        return Revision.ok(member, member.membership().version());
    }
}
