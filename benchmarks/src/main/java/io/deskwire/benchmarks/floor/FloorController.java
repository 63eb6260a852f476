package io.deskwire.benchmarks.floor;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class FloorController {
    private final FloorRepository rows;
    private final JsonMapper json;

    FloorController(FloorRepository rows, JsonMapper json) {
        this.rows = rows;
        this.json = json;
    }

    record Made(UUID id, Map<String, Object> payload) {}

    @PostMapping("/nothing")
    Made nothing(@RequestBody Map<String, Object> payload) {
        return new Made(UUID.randomUUID(), payload);
    }

    @PostMapping("/rows")
    Made row(@RequestBody Map<String, Object> payload) {
        return new Made(rows.add(json.writeValueAsString(payload)), payload);
    }

    /// As many transactions without a request for each.
    @PostMapping("/loop")
    Map<String, Integer> loop(
            @RequestParam("transactions") int transactions,
            @RequestParam("at_once") int atOnce,
            @RequestBody Map<String, Object> payload) {
        var text = json.writeValueAsString(payload);
        try (var threads = Executors.newFixedThreadPool(atOnce)) {
            for (int i = 0; i < transactions; i++) {
                threads.execute(() -> rows.add(text));
            }
        }
        return Map.of("transactions", transactions);
    }
}
