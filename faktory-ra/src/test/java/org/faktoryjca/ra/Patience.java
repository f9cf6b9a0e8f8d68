package org.faktoryjca.ra;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Around all tests of this module: what is waited for has a minute, since a busy machine may stand still for seconds. */
public final class Patience implements BeforeAllCallback {
    /** For the platform, which finds it by the service's file. */
    public Patience() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
