package io.deskwire.automation.agent;

import io.deskwire.automation.agent.Agent.Status;
import io.deskwire.automation.agent.AgentService.Rotated;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.sql.Row;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/automation/agents")
class AgentController {
    private final AgentService agents;

    AgentController(AgentService agents) {
        this.agents = agents;
    }

    @GetMapping
    Page<Agent> list(Caller caller, @RequestParam(required = false) @Nullable String status, PageRequest page) {
        return agents.list(caller, filter(status), page);
    }

    private static @Nullable Status filter(@Nullable String status) {
        var check = new FieldCheck();
        var wanted = check.optionalOneOf("status", status, Status.class);
        check.done();
        return wanted;
    }

    @GetMapping("/{id}")
    ResponseEntity<Agent> get(Caller caller, @PathVariable UUID id) {
        return answer(agents.get(caller, new UserId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Agent> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(agents.update(caller, new UserId(id), current -> patched(current, body), ifMatch));
    }

    private static Status patched(Status current, ObjectNode body) {
        var patch = new Patch(body, Set.of("status"));
        var status = patch.oneOf("status", Status.class, current);
        patch.check()
                .require(
                        status == current || status == Status.ACTIVE || status == Status.PAUSED,
                        "status",
                        "'%s' (expected: active or paused)".formatted(Row.wire(status)));
        patch.done();
        return status;
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        agents.revoke(caller, new UserId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/rotate-token")
    ResponseEntity<Rotated> rotate(Caller caller, @PathVariable UUID id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(agents.rotate(caller, new UserId(id)));
    }

    @PostMapping("/{id}/replace")
    ResponseEntity<Agent> replace(Caller caller, @PathVariable UUID id) {
        return answer(agents.replace(caller, new UserId(id)));
    }

    private static ResponseEntity<Agent> answer(Agent agent) {
        return Revision.ok(agent, agent.version());
    }
}
