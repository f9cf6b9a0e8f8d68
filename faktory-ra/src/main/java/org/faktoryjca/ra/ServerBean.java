package org.faktoryjca.ra;

import jakarta.resource.spi.ConfigProperty;
import java.io.Serializable;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingValues;

/**
 * The properties of reaching a work server, which adapter, connection factories and activations all have, as the JavaBeans
 * that the specification asks for. They keep texts only: {@link org.faktoryjca.client.settings.SettingsReader} makes one
 * immutable record of them, which everything else receives.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Configuration"</a>
 */
public abstract class ServerBean implements Serializable {
    private static final long serialVersionUID = 1L;

    private final SettingValues values = new SettingValues();

    /** For the three kinds of bean. */
    protected ServerBean() {}

    /** What was set, as text. */
    public final SettingValues values() {
        return values;
    }

    /** The work server's address: tcp://[:password@]host[:port] or tcp+tls://… */
    @ConfigProperty(
            confidential = true,
            description = "The work server's address: tcp://[:password@]host[:port] or tcp+tls://…")
    public void setUrl(String url) {
        values.set(Setting.URL, url);
    }

    /** What was set, or null. */
    public String getUrl() {
        return values.get(Setting.URL).orElse(null);
    }

    /** The work server's password; goes before the one in the url. */
    @ConfigProperty(confidential = true, description = "The work server's password; goes before the one in the url.")
    public void setPassword(String password) {
        values.set(Setting.PASSWORD, password);
    }

    /** What was set, or null. */
    public String getPassword() {
        return values.get(Setting.PASSWORD).orElse(null);
    }

    /** Limit of TCP connect and handshake, each: 3s unless set. */
    @ConfigProperty(description = "Limit of TCP connect and handshake, each: 3s unless set.")
    public void setConnectTimeout(String connectTimeout) {
        values.set(Setting.CONNECT_TIMEOUT, connectTimeout);
    }

    /** What was set, or null. */
    public String getConnectTimeout() {
        return values.get(Setting.CONNECT_TIMEOUT).orElse(null);
    }

    /** Longest silence while a reply is due: 10s unless set. */
    @ConfigProperty(description = "Longest silence while a reply is due: 10s unless set.")
    public void setReadTimeout(String readTimeout) {
        values.set(Setting.READ_TIMEOUT, readTimeout);
    }

    /** What was set, or null. */
    public String getReadTimeout() {
        return values.get(Setting.READ_TIMEOUT).orElse(null);
    }

    /** Certificates to trust: PKCS12, JKS or PEM. */
    @ConfigProperty(description = "Certificates to trust: PKCS12, JKS or PEM.")
    public void setTrustStore(String trustStore) {
        values.set(Setting.TRUST_STORE, trustStore);
    }

    /** What was set, or null. */
    public String getTrustStore() {
        return values.get(Setting.TRUST_STORE).orElse(null);
    }

    /** Opens trustStore. */
    @ConfigProperty(confidential = true, description = "Opens trustStore.")
    public void setTrustStorePassword(String trustStorePassword) {
        values.set(Setting.TRUST_STORE_PASSWORD, trustStorePassword);
    }

    /** What was set, or null. */
    public String getTrustStorePassword() {
        return values.get(Setting.TRUST_STORE_PASSWORD).orElse(null);
    }

    /** The client's certificate: PKCS12, JKS or PEM. */
    @ConfigProperty(description = "The client's certificate: PKCS12, JKS or PEM.")
    public void setKeyStore(String keyStore) {
        values.set(Setting.KEY_STORE, keyStore);
    }

    /** What was set, or null. */
    public String getKeyStore() {
        return values.get(Setting.KEY_STORE).orElse(null);
    }

    /** Opens keyStore. */
    @ConfigProperty(confidential = true, description = "Opens keyStore.")
    public void setKeyStorePassword(String keyStorePassword) {
        values.set(Setting.KEY_STORE_PASSWORD, keyStorePassword);
    }

    /** What was set, or null. */
    public String getKeyStorePassword() {
        return values.get(Setting.KEY_STORE_PASSWORD).orElse(null);
    }

    /** Whether the server's certificate must name its host: true unless set. */
    @ConfigProperty(description = "Whether the server's certificate must name its host: true unless set.")
    public void setVerifyHostname(String verifyHostname) {
        values.set(Setting.VERIFY_HOSTNAME, verifyHostname);
    }

    /** What was set, or null. */
    public String getVerifyHostname() {
        return values.get(Setting.VERIFY_HOSTNAME).orElse(null);
    }

    /** Whether each line sent and received is logged: false unless set. */
    @ConfigProperty(description = "Whether each line sent and received is logged: false unless set.")
    public void setWireLog(String wireLog) {
        values.set(Setting.WIRE_LOG, wireLog);
    }

    /** What was set, or null. */
    public String getWireLog() {
        return values.get(Setting.WIRE_LOG).orElse(null);
    }
}
