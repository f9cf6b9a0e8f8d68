package org.faktoryjca.client;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.client.settings.KeyStores;
import org.faktoryjca.client.settings.ServerSettings;

/** Whom to trust, and who we are. */
final class Certificates {
    private Certificates() {}

    static SSLContext context(ServerSettings settings) {
        if (settings.trustStore().isEmpty() && settings.keyStore().isEmpty()) {
            return jdkDefault();
        }
        var trusted = settings.trustStore().map(KeyStores::trusted);
        var own = settings.keyStore().map(KeyStores::own);
        try {
            var context = SSLContext.getInstance("TLS");
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted.orElse(null));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(
                    own.orElse(null),
                    settings.keyStore().map(KeyStores::password).orElse(null));
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CannotConnectException(
                    ErrorCode.INVALID_KEY_STORE, "trustStore and keyStore cannot be used: " + e.getMessage(), e);
        }
    }

    private static SSLContext jdkDefault() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new CannotConnectException(
                    ErrorCode.INVALID_KEY_STORE, "the JDK's own trust store cannot be used: " + e.getMessage(), e);
        }
    }
}
