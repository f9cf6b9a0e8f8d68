package org.faktoryjca.ra.outbound;

import javax.naming.RefAddr;
import org.faktoryjca.client.settings.Setting;

/** A setting in a {@link javax.naming.Reference}, whose text shows in no log: an url may hold a password, too. */
final class SettingAddress extends RefAddr {
    private static final long serialVersionUID = 1L;

    private final String text;

    SettingAddress(Setting setting, String text) {
        super(setting.key());
        this.text = text;
    }

    @Override
    public Object getContent() {
        return text;
    }

    @Override
    public String toString() {
        return "Type: " + getType() + "\n";
    }
}
