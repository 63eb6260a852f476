package io.deskwire.gateway;

import static org.awaitility.Awaitility.await;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.RawRequest;
import io.deskwire.testsupport.RawRequest.Leave;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/// A service that makes a client wait learns from its own connection that the client left.
class AbortIT extends GatewayFixture {
    private static final String CLAIM = "/api/v1/automation/jobs/claim";

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesTakesTheConnectionToTheServiceAlong(Leave how) {
        var closed = new CompletableFuture<Void>();
        automation.script(CLAIM, (_, response) -> {
            response.withConnection(
                    connection -> connection.channel().closeFuture().addListener(_ -> closed.complete(null)));
            return Mono.never();
        });
        var api = Api.at("http://127.0.0.1:" + port).as(member());
        try (var client = RawRequest.post(api, CLAIM, Map.of("wait_seconds", 25))) {
            await().until(() -> !automation.seen.isEmpty());
            client.leave(how);
            await().until(closed::isDone);
        }
    }
}
