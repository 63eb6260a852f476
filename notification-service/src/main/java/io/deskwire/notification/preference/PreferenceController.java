package io.deskwire.notification.preference;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.FieldCheck;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/notification-preferences")
class PreferenceController {
    private static final String KINDS =
            Arrays.stream(NotificationKind.values()).map(NotificationKind::wire).collect(Collectors.joining(", "));

    private final PreferenceService preferences;

    PreferenceController(PreferenceService preferences) {
        this.preferences = preferences;
    }

    /// Per channel; in the app is the only one so far.
    record Channels(@Nullable Boolean inApp) {}

    record Body(@Nullable Map<String, @Nullable Channels> preferences) {
        Map<NotificationKind, Boolean> decisions() {
            var check = new FieldCheck();
            var decisions = new EnumMap<NotificationKind, Boolean>(NotificationKind.class);
            check.present("preferences", preferences, Map.<String, @Nullable Channels>of())
                    .forEach((wire, channels) -> {
                        var kind = NotificationKind.of(wire);
                        var inApp = channels == null ? null : channels.inApp();
                        var field = "preferences." + wire;
                        check.require(kind.isPresent(), field, "is not a kind of notification; expected one of " + KINDS);
                        check.require(inApp != null, field + ".in_app", "must be true or false");
                        if (kind.isPresent() && inApp != null) {
                            decisions.put(kind.get(), inApp);
                        }
                    });
            check.done();
            return decisions;
        }

        static Body of(Map<NotificationKind, Boolean> decisions) {
            var body = new LinkedHashMap<String, @Nullable Channels>();
            decisions.forEach((kind, inApp) -> body.put(kind.wire(), new Channels(inApp)));
            return new Body(body);
        }
    }

    @GetMapping
    Body get(Caller caller) {
        return Body.of(preferences.get(caller));
    }

    @PutMapping
    Body put(Caller caller, @RequestBody Body body) {
        return Body.of(preferences.put(caller, body.decisions()));
    }
}
