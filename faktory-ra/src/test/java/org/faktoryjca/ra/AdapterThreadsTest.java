package org.faktoryjca.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkRejectedException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.FaktoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads from work managers that are used up, each in its own way. */
class AdapterThreadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch free = new CountDownLatch(1);
    private AdapterThreads threads;

    @AfterEach
    void close() {
        free.countDown();
        threads.close();
    }

    private void awaitRun(String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ran).containsExactly(names));
    }

    @Test
    void whoeverWantsAThreadDoesNotWaitForOne() {
        threads = new AdapterThreads(new StandaloneContainer() {
            @Override
            public void scheduleWork(Work work) throws WorkException {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                super.scheduleWork(work);
            }
        });
        threads.start("one", () -> ran.add("one"));
        threads.start("two", () -> ran.add("two"));
        // Both calls have returned, although no work could be submitted yet.
        assertThat(ran).isEmpty();
        free.countDown();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ran).containsExactlyInAnyOrder("one", "two"));
    }

    @Test
    void aWorkThatIsRefusedIsOfferedAgain() {
        var offers = new AtomicInteger();
        threads = new AdapterThreads(new StandaloneContainer() {
            @Override
            public void scheduleWork(Work work) throws WorkException {
                if (offers.incrementAndGet() < 3) {
                    throw new WorkRejectedException("no thread is free");
                }
                super.scheduleWork(work);
            }
        });
        threads.start("one", () -> ran.add("one"));
        awaitRun("one");
        assertThat(offers).hasValue(3);
    }

    @Test
    void aWorkThatIsDroppedWithoutARunIsOfferedAgain() {
        var offers = new AtomicInteger();
        threads = new AdapterThreads(new StandaloneContainer() {
            @Override
            public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener)
                    throws WorkException {
                if (offers.incrementAndGet() < 2) {
                    // As Payara does when it cannot set a work up.
                    listener.workCompleted(
                            new WorkEvent(this, WorkEvent.WORK_COMPLETED, work, new WorkException("no context")));
                    return;
                }
                super.scheduleWork(work, timeout, context, listener);
            }
        });
        threads.start("one", () -> ran.add("one"));
        awaitRun("one");
        assertThat(offers).hasValue(2);
    }

    @Test
    void anApplicationsClassLoaderIsGivenToNoThread() throws IOException {
        var seen = new CopyOnWriteArrayList<ClassLoader>();
        threads = new AdapterThreads(new StandaloneContainer() {
            @Override
            public Timer createTimer() {
                seen.add(Thread.currentThread().getContextClassLoader());
                return super.createTimer();
            }

            @Override
            public void scheduleWork(Work work) throws WorkException {
                seen.add(Thread.currentThread().getContextClassLoader());
                super.scheduleWork(work);
            }
        });
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var application = new URLClassLoader(new URL[0], before)) {
            thread.setContextClassLoader(application);
            threads.start("one", () -> seen.add(Thread.currentThread().getContextClassLoader()));
            assertThat(thread.getContextClassLoader()).isSameAs(application);
        } finally {
            thread.setContextClassLoader(before);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).hasSize(3));
        assertThat(seen).containsOnly(AdapterThreads.class.getClassLoader());
    }

    @Test
    void afterTheAdaptersStopThereAreNone() {
        threads = new AdapterThreads(new StandaloneContainer());
        threads.close();
        assertThatThrownBy(() -> threads.start("late", () -> ran.add("late")))
                .isInstanceOf(FaktoryException.class)
                .hasMessageContainingAll("FAKTORY-504", "has stopped");
    }
}
