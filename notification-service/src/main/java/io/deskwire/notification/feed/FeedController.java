package io.deskwire.notification.feed;

import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.notification.feed.FeedService.Query;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.util.RawValue;

/// The tenant's event feed: pages to pull, a stream to follow.
@RestController
@RequestMapping("/api/v1/events")
class FeedController {
    private static final Logger log = LoggerFactory.getLogger(FeedController.class);
    private static final int LONGEST_WAIT = 30;
    private static final int MOST_TYPES = 100;
    private static final Pattern TYPE = Pattern.compile("[a-z_]+(\\.[a-z_]+)+");

    private final FeedService feed;
    private final FeedCursors cursors;
    private final EventStreams streams;

    FeedController(FeedService feed, FeedCursors cursors, EventStreams streams) {
        this.feed = feed;
        this.cursors = cursors;
        this.streams = streams;
    }

    /// @param data structured CloudEvents, passed on as they were stored
    record Events(List<RawValue> data, String nextCursor) {}

    @GetMapping
    ResponseEntity<Events> events(
            Caller caller,
            PageRequest page,
            @RequestParam(name = "types", required = false) @Nullable String types,
            @RequestParam(name = "wait_seconds", defaultValue = "0") int waitSeconds,
            ClientConnection reader) {
        var check = new FieldCheck();
        var wait = check.range("wait_seconds", waitSeconds, 0, LONGEST_WAIT, 0);
        var wanted = types(check, types);
        check.done();
        caller.requireTenant();
        var query = new Query(wanted, page.limit(), Duration.ofSeconds(wait));
        var read = feed.page(caller, given(page.cursor()), query, reader);
        var data = read.items().stream().map(item -> new RawValue(item.json())).toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Events(data, read.nextCursor()));
    }

    /// The answer is written by this very thread, which is virtual and may take hours.
    @GetMapping("/stream")
    void stream(
            Caller caller,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "types", required = false) @Nullable String types,
            ClientConnection reader,
            HttpServletResponse response) {
        var check = new FieldCheck();
        var wanted = types(check, types);
        check.done();
        var tenant = caller.requireTenant().value();
        var last = given(lastEventId) == null ? given(cursor) : lastEventId;
        var from = last == null ? null : cursors.read(tenant, last);
        feed.requireLive();
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        try {
            var out = response.getOutputStream();
            streams.serve(caller, from, type -> wanted == null || wanted.contains(type), reader, out);
        } catch (IOException gone) {
            log.debug("The reader of a stream went away", gone);
        }
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable List<String> types(FieldCheck check, @Nullable String text) {
        if (given(text) == null || text == null) {
            return null;
        }
        var types = Arrays.stream(text.split(",")).map(String::strip).distinct().toList();
        check.require(types.size() <= MOST_TYPES, "types", "at most %d are expected".formatted(MOST_TYPES));
        types.forEach(type -> check.require(
                TYPE.matcher(type).matches(), "types", "'%s' (expected: such as ticket.created)".formatted(type)));
        return types;
    }
}
