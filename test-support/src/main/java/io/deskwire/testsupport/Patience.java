package io.deskwire.testsupport;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// How long `await()` waits in every test that does not say so itself: long enough for a crowded machine, where ten
/// seconds are luck. A test that passes never takes so long.
public final class Patience implements LauncherSessionListener {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
