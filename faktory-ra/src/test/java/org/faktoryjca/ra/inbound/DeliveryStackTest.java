package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.junit.jupiter.api.Test;

/** The stack that is reported: from the application's view, and 50 lines at most. */
class DeliveryStackTest extends DeliveryFixture {
    private static final Pattern BACKTRACE = Pattern.compile("\"backtrace\":\\[(.*?)]");

    public static final class Listening implements JobListener {
        @Override
        public void onJob(Job job) {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void theStackIsTheApplicationsAndFiftyLinesLongAtMost() throws Exception {
        serve(work, true, true);
        run("deep", 100);
        var stack = BACKTRACE.matcher(server.retries().get(0));
        assertThat(stack.find()).isTrue();
        var lines = stack.group(1).split("\",\"");
        assertThat(lines).hasSize(50).allSatisfy(line -> assertThat(line).contains("DeliveredWork.deep("));
    }

    @Test
    void ofTheStackUnderTheBeanNothingIsReported() throws Exception {
        serve(work, true, true);
        run("unchecked");
        var stack = BACKTRACE.matcher(server.retries().get(0));
        assertThat(stack.find()).isTrue();
        assertThat(stack.group(1).split("\",\""))
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).contains("DeliveredWork.unchecked("),
                        line -> assertThat(line).contains("Caused by: java.io.IOException: below"),
                        line -> assertThat(line).contains("DeliveredWork.unchecked("));
    }

    @Test
    void aListenersOwnMethodIsTheLastOfItsStack() throws Exception {
        serve(new Listening(), true, true);
        run("any");
        var stack = BACKTRACE.matcher(server.retries().get(0));
        assertThat(stack.find()).isTrue();
        assertThat(stack.group(1).split("\",\""))
                .singleElement()
                .asString()
                .contains("DeliveryStackTest$Listening.onJob(");
    }
}
