package io.deskwire.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.testsupport.RawRequest;
import io.deskwire.testsupport.RawRequest.Leave;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class ClientConnectionIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String SIZED = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
    private static final String CHUNKED =
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @TempDir
    Path home;

    private final Tomcat tomcat = new Tomcat();
    private final Waiter waiter = new Waiter();

    /// Answers when a test lets it, or when its client has left.
    private static final class Waiter extends HttpServlet {
        final AtomicInteger looks = new AtomicInteger();
        final AtomicInteger left = new AtomicInteger();
        volatile boolean readsBody = true;
        volatile boolean ready;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (readsBody) {
                request.getInputStream().readAllBytes();
            }
            var open = (BooleanSupplier) Objects.requireNonNull(request.getAttribute(ClientConnectionValve.OPEN));
            var client = new ClientConnection(open, response, JsonMapper.shared());
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        looks.incrementAndGet();
                        return ready || !client.isOpen();
                    });
            if (!client.isOpen()) {
                left.incrementAndGet();
            }
            client.send("answer");
        }
    }

    @BeforeEach
    void start() throws LifecycleException {
        tomcat.setBaseDir(home.toString());
        var connector = new Connector(WatchedHttpProtocol.class.getName());
        connector.setPort(0);
        tomcat.setConnector(connector);
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "waiter", waiter);
        context.addServletMappingDecoded("/*", "waiter");
        tomcat.getEngine().getPipeline().addValve(new ClientConnectionValve());
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        waiter.ready = true;
        tomcat.stop();
        tomcat.destroy();
    }

    static Stream<Arguments> whoLeaves() {
        return Stream.of(GET, SIZED, CHUNKED)
                .flatMap(request -> Stream.of(Leave.values()).map(how -> Arguments.of(request, how)));
    }

    @ParameterizedTest
    @MethodSource("whoLeaves")
    void seesAClientLeave(String request, Leave how) {
        try (var client = send(request)) {
            looked();
            assertThat(waiter.left).hasValue(0);
            client.leave(how);
            await().until(() -> waiter.left.get() == 1);
        }
    }

    @Test
    void answersOneThatStillReads() {
        try (var client = send(SIZED)) {
            client.leave(Leave.HALF_CLOSE);
            assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("\"answer\"");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE", "RESET"})
    void seesAClientLeaveThatWasThereForALongTime(Leave how) {
        try (var client = send(SIZED)) {
            looked();
            looked();
            client.leave(how);
            await().until(() -> waiter.left.get() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("whoStays")
    void keepsWhatComesBehindTheRequest(String request) {
        try (var client = send(request + LAST)) {
            looked();
            waiter.ready = true;
            assertThat(client.answer().split("HTTP/1.1 200", -1)).hasSize(3);
            assertThat(waiter.left).hasValue(0);
        }
    }

    static Stream<String> whoStays() {
        return Stream.of(GET, SIZED, CHUNKED);
    }

    @Test
    void leavesABodyThatNobodyReadAlone() {
        waiter.readsBody = false;
        try (var client = send("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1")) {
            looked();
            waiter.ready = true;
            assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("\"answer\"");
            assertThat(waiter.left).hasValue(0);
        }
    }

    private RawRequest send(String request) {
        return RawRequest.text("http://127.0.0.1:" + tomcat.getConnector().getLocalPort(), request);
    }

    private void looked() {
        var before = waiter.looks.get();
        await().until(() -> waiter.looks.get() > before + 3);
    }
}
