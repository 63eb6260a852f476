package io.deskwire.automation.eventlog;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class EventLogController {
    private final EventLog log;

    EventLogController(EventLog log) {
        this.log = log;
    }

    @GetMapping("/api/v1/automation/events")
    Page<EventLogEntry> list(
            Caller caller,
            @RequestParam(name = "job_id", required = false) @Nullable UUID job,
            @RequestParam(name = "agent_id", required = false) @Nullable UUID agent,
            PageRequest page) {
        return log.list(caller, job, agent, page);
    }
}
