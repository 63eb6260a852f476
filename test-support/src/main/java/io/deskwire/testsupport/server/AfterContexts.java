package io.deskwire.testsupport.server;

import org.springframework.boot.SpringApplication;

/// What ends with the JVM of the tests, but after their Spring contexts.
///
/// A shutdown hook of its own would run at the same time: contexts that lose their servers while they close wait for
/// them, one after another, until Surefire kills the JVM.
final class AfterContexts {

    private AfterContexts() {}

    static void run(Runnable end) {
        SpringApplication.getShutdownHandlers().add(end);
    }
}
