package org.faktoryjca.ra.outbound;

import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.faktoryjca.client.settings.Setting;

/**
 * What stands in a naming context for a connection factory without an application server: its settings, by name, the password among
 * them where one is set. Whoever may read the context may read it; no message has it. Naming makes the factory again with this.
 * Thread-safe.
 */
public final class FactoryReference implements ObjectFactory {
    private static final Map<String, Setting> SETTINGS =
            Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::key, Function.identity()));

    /** For naming. */
    public FactoryReference() {}

    static Reference to(FaktoryManagedConnectionFactory factory) {
        var reference = new Reference(PooledConnectionFactory.class.getName(), FactoryReference.class.getName(), null);
        for (var setting : Setting.values()) {
            factory.values().get(setting).ifPresent(text -> reference.add(new SettingAddress(setting, text)));
        }
        return reference;
    }

    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment) {
        if (!(object instanceof Reference reference)
                || !PooledConnectionFactory.class.getName().equals(reference.getClassName())) {
            // Not ours: naming asks the next.
            return null;
        }
        var factory = new FaktoryManagedConnectionFactory();
        for (var addresses = reference.getAll(); addresses.hasMoreElements(); ) {
            set(factory, addresses.nextElement());
        }
        return factory.createConnectionFactory();
    }

    private static void set(FaktoryManagedConnectionFactory factory, RefAddr address) {
        var setting = SETTINGS.get(address.getType());
        if (setting == null) {
            throw new IllegalArgumentException("no setting is called " + address.getType());
        }
        factory.values().set(setting, String.valueOf(address.getContent()));
    }
}
