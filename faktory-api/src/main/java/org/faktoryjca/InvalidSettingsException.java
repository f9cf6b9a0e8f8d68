package org.faktoryjca;

import java.util.ArrayList;
import java.util.List;

/** Settings that cannot be used: every error at once, so that one deployment finds them all. */
public final class InvalidSettingsException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    /**
     * With whose settings they are and what is wrong with them.
     *
     * @param whose for instance {@code connection factory}
     * @param problems one sentence each, naming the setting
     */
    public InvalidSettingsException(String whose, List<String> problems) {
        super(ErrorCode.INVALID_SETTINGS, "invalid settings of " + whose + ": " + String.join("; ", problems));
        this.problems = new ArrayList<>(problems);
    }

    /** What is wrong, one sentence for each setting. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
