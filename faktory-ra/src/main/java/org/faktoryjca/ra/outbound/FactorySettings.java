package org.faktoryjca.ra.outbound;

import java.util.Objects;
import org.faktoryjca.client.PushSettings;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * How a connection factory behaves. Two equal records are served by the same connections.
 *
 * @param push where and how it pushes
 * @param transaction when pushes inside a JTA transaction are sent
 * @param sending what happens to pushes after their commit
 */
record FactorySettings(PushSettings push, TransactionMode transaction, SendSettings sending) {
    /** Checks that nothing is null. */
    FactorySettings {
        Objects.requireNonNull(push);
        Objects.requireNonNull(transaction);
        Objects.requireNonNull(sending);
    }

    /**
     * Makes values of texts.
     *
     * @throws org.faktoryjca.InvalidSettingsException with all mistakes
     */
    static FactorySettings of(SettingValues values) {
        var reader = new SettingsReader("the connection factory", values);
        var settings = new FactorySettings(
                PushSettings.read(reader),
                reader.choice(Setting.TRANSACTION, TransactionMode.class, TransactionMode::text),
                SendSettings.read(reader));
        reader.check();
        return settings;
    }

    ServerSettings server() {
        return push.server();
    }

    /** The same for this server, or for other credentials of it. */
    FactorySettings with(ServerSettings server) {
        return new FactorySettings(push.with(server), transaction, sending);
    }
}
