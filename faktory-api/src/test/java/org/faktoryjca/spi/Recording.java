package org.faktoryjca.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.faktoryjca.Job;
import org.faktoryjca.JobMethods;

/** A bean that keeps what was called, with what. */
class Recording implements JobMethods {
    final List<Object> calls = new ArrayList<>();

    void called(Object... what) {
        calls.addAll(Arrays.asList(what));
    }

    static List<Object> callsOf(Recording bean, Job... jobs) throws Exception {
        for (var job : jobs) {
            bean.onJob(job);
        }
        return bean.calls;
    }
}
