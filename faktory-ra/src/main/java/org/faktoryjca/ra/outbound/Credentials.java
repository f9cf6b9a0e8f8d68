package org.faktoryjca.ra.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Optional;
import javax.security.auth.Subject;
import org.faktoryjca.client.settings.Secret;

/**
 * The password that an application gives when it asks for a connection.
 *
 * @param password goes before the factory's own, but not before the container's
 */
record Credentials(Optional<Secret> password) implements ConnectionRequestInfo {
    static final Credentials NONE = new Credentials(Optional.empty());

    /** What counts: the container's sign-on for this factory, else the application's, else nothing. */
    static Optional<Secret> effective(
            Subject subject, ConnectionRequestInfo request, ManagedConnectionFactory factory) {
        var signedOn = subject == null ? Optional.<Secret>empty() : ofContainer(subject, factory);
        return signedOn.isPresent() || !(request instanceof Credentials own) ? signedOn : own.password();
    }

    private static Optional<Secret> ofContainer(Subject subject, ManagedConnectionFactory factory) {
        return subject.getPrivateCredentials(PasswordCredential.class).stream()
                .filter(credential -> factory.equals(credential.getManagedConnectionFactory()))
                .map(credential -> new String(credential.getPassword()))
                .filter(password -> !password.isEmpty())
                .map(Secret::of)
                .findFirst();
    }
}
