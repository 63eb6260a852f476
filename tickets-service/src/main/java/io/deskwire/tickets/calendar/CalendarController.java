package io.deskwire.tickets.calendar;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
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
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/business-hours")
class CalendarController {
    private final CalendarService calendars;

    CalendarController(CalendarService calendars) {
        this.calendars = calendars;
    }

    @PostMapping
    ResponseEntity<Calendar> create(Caller caller, @RequestBody ObjectNode body) {
        var made = calendars.create(caller, CalendarPatch.ofNew(body));
        return Revision.created("/api/v1/business-hours/" + made.id(), made, made.version());
    }

    @GetMapping
    Page<Calendar> list(Caller caller, PageRequest page) {
        return calendars.list(caller, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Calendar> get(Caller caller, @PathVariable UUID id) {
        return answer(calendars.get(caller, new CalendarId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Calendar> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(calendars.update(caller, new CalendarId(id), CalendarPatch.of(body), ifMatch));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        calendars.delete(caller, new CalendarId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Calendar> answer(Calendar calendar) {
        return Revision.ok(calendar, calendar.version());
    }
}
