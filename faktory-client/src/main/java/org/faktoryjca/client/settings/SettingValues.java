package org.faktoryjca.client.settings;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Optional;

/**
 * What was set, as text: the state behind a JavaBean or a builder, until {@link SettingsReader} makes values of it.
 *
 * <p>An empty text means "not set". Not thread-safe.
 */
public final class SettingValues implements Serializable {
    private static final long serialVersionUID = 1L;

    private final EnumMap<Setting, String> texts = new EnumMap<>(Setting.class);

    /** Those of the texts that are defaults of a place outside of this one. */
    private final EnumSet<Setting> inherited = EnumSet.noneOf(Setting.class);

    /** Sets a text; null or an empty one takes it away. */
    public void set(Setting setting, String text) {
        if (text == null || text.isBlank()) {
            texts.remove(setting);
        } else {
            texts.put(setting, text.strip());
        }
    }

    /** What was set. */
    public Optional<String> get(Setting setting) {
        return Optional.ofNullable(texts.get(setting));
    }

    /** These texts where they are set, and {@code defaults} where they are not; neither is changed. */
    public SettingValues over(SettingValues defaults) {
        var merged = new SettingValues();
        merged.texts.putAll(defaults.texts);
        merged.texts.putAll(texts);
        merged.inherited.addAll(defaults.texts.keySet());
        merged.inherited.removeAll(texts.keySet());
        return merged;
    }

    /** What was set, and not inherited from an outer place by {@link #over}. */
    Optional<String> own(Setting setting) {
        return inherited.contains(setting) ? Optional.empty() : get(setting);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettingValues values && texts.equals(values.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    /** The names of what is set, without the texts: some are confidential. */
    @Override
    public String toString() {
        return "SettingValues" + texts.keySet();
    }
}
