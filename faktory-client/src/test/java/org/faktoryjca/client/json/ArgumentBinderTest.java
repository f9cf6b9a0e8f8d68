package org.faktoryjca.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.faktoryjca.client.json.ReceivedJob.job;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;

/** Arguments of a job that came as JSON, as the types that a method asks for. */
class ArgumentBinderTest {
    enum Size {
        SMALL,
        LARGE
    }

    record Crop(long id, Size size, Instant taken, List<Integer> box, Optional<String> note) {}

    public static class Bean {
        private String name;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    interface Generics {
        List<Crop> crops();

        Map<String, Size> sizes();

        Optional<Crop> perhaps();
    }

    private static Type type(String method) {
        try {
            return Generics.class.getDeclaredMethod(method).getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static final String CROP =
            "{\"id\":7,\"size\":\"LARGE\",\"taken\":\"2026-01-02T03:04:05Z\",\"box\":[1,2],\"later\":true}";

    @Test
    void simpleValuesBindToTheirTypes() {
        var job = job("[1, 2.5, true, \"x\", \"SMALL\", \"2026-01-02T03:04:05Z\", \"PT5M\"]");
        assertThat(job.<Integer>arg(0, int.class)).isEqualTo(1);
        assertThat(job.arg(0, Long.class)).isEqualTo(1L);
        assertThat(job.arg(0, Double.class)).isEqualTo(1.0);
        assertThat(job.arg(1, Double.class)).isEqualTo(2.5);
        assertThat(job.arg(2, Boolean.class)).isTrue();
        assertThat(job.arg(3, String.class)).isEqualTo("x");
        assertThat(job.arg(4, Size.class)).isEqualTo(Size.SMALL);
        assertThat(job.arg(5, Instant.class)).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(job.arg(6, Duration.class)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void recordsBeansAndGenericsBind() {
        var job = job("[" + CROP + ", {\"name\":\"n\"}, [" + CROP + "], {\"a\":\"SMALL\"}, null]");
        var crop = job.arg(0, Crop.class);
        assertThat(crop)
                .isEqualTo(new Crop(
                        7, Size.LARGE, Instant.parse("2026-01-02T03:04:05Z"), List.of(1, 2), Optional.empty()));
        assertThat(job.arg(1, Bean.class).getName()).isEqualTo("n");
        assertThat(job.<List<Crop>>arg(2, type("crops"))).containsExactly(crop);
        assertThat(job.<Map<String, Size>>arg(3, type("sizes"))).containsEntry("a", Size.SMALL);
        assertThat(job.<Optional<Crop>>arg(4, type("perhaps"))).isEmpty();
        assertThat(job.<Optional<Crop>>arg(0, type("perhaps"))).contains(crop);
        assertThat(job.optionalArg(4, Crop.class)).isEmpty();
        assertThat(job.optionalArg(9, Crop.class)).isEmpty();
    }

    @Test
    void numbersForTimesAreSeconds() {
        var job = job("[1700000000, 1.5, 90]");
        assertThat(job.arg(0, Instant.class)).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(job.arg(1, Duration.class)).isEqualTo(Duration.ofMillis(1500));
        assertThat(job.arg(2, Duration.class)).isEqualTo(Duration.ofSeconds(90));
    }

    /** One that only code can make. */
    static final class Sealed {
        private final String name;

        private Sealed(String name, int length) {
            this.name = name + length;
        }

        String name() {
            return name;
        }
    }

    interface Unmade {
        List<Runnable> runnables();

        Map<Sealed, String> byName();

        Sealed[] several();

        Optional<Thread> perhaps();
    }

    @Test
    void whatNoJsonCanMakeIsKnownWithoutAnyArgument() {
        var binder = ArgumentBinder.create();
        for (var can : new Type[] {
            int.class,
            Long.class,
            String.class,
            CharSequence.class,
            Object.class,
            Size.class,
            Crop.class,
            Bean.class,
            Instant.class,
            int[].class,
            Crop[].class,
            List.class,
            Map.class,
            type("crops"),
            type("sizes"),
            type("perhaps")
        }) {
            assertThat(binder.obstacles(can)).as(can.getTypeName()).isEmpty();
        }
        for (var cannot : new Class<?>[] {
            Runnable.class, Sealed.class, Job.class, java.io.InputStream.class, Void.class, Class.class
        }) {
            assertThat(binder.obstacles(cannot)).as(cannot.getName()).containsEntry("", cannot.getName());
        }
        for (var method : Unmade.class.getDeclaredMethods()) {
            assertThat(binder.obstacles(method.getGenericReturnType()))
                    .as(method.getName())
                    .containsOnlyKeys("");
        }
    }

    record Tree(String name, List<Tree> branches, Tree parent) {}

    record Task(String name, Runnable how, Optional<Inner> inner) {}

    record Inner(Class<?> type, List<Void> nothings, Task again) {}

    public static class Loose {
        public Callable<String> field;
        private Runnable runnable;
        private final List<Runnable> listeners = List.of();

        public void setRunnable(Runnable runnable) {
            this.runnable = runnable;
        }

        /** What Jackson could fill as well, and nobody means it to. */
        public List<Runnable> getListeners() {
            return listeners;
        }

        public boolean isIdle() {
            return runnable == null;
        }
    }

    @Test
    void theComponentsOfRecordsAndBeansThatNoJsonMakesAreNamedByTheirPath() {
        var binder = ArgumentBinder.create();
        assertThat(binder.obstacles(Tree.class)).isEmpty();
        assertThat(binder.obstacles(Task.class))
                .containsOnlyKeys("how", "inner.type", "inner.nothings")
                .containsEntry("how", "java.lang.Runnable")
                .containsEntry("inner.nothings", "java.lang.Void");
        assertThat(binder.obstacles(Task[].class)).containsOnlyKeys("how", "inner.type", "inner.nothings");
        assertThat(binder.obstacles(Loose.class))
                .containsOnlyKeys("field", "runnable")
                .containsEntry("field", "java.util.concurrent.Callable<java.lang.String>");
    }

    @Test
    void argumentsOfAReceivedJobEqualThoseThatWereGiven() {
        assertThat(job("[1,2,true,\"hello\"]").arguments())
                .isEqualTo(Job.of("t", 1, 2, true, "hello").arguments());
    }

    @Test
    void aJobWithAFieldThatCannotBeReadIsStillAJob() throws IOException {
        var odd = JobReader.read(
                ("{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":[],\"created_at\":\"yesterday\",\"retry\":-5,"
                                + "\"queue\":\"a b\",\"reserve_for\":5,\"custom\":null,\"failure\":{\"retry_count\":2,\"remaining\":1}}")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(odd.createdAt()).isEmpty();
        assertThat(odd.retry()).hasValue(-1);
        assertThat(odd.queue()).isEmpty();
        assertThat(odd.reserveFor()).hasValue(Duration.ofMinutes(1));
        assertThat(odd.failure().orElseThrow().retryCount()).isEqualTo(2);
    }

    @Test
    void whatIsNoJobIsSaidToBeNone() {
        for (var bytes : new String[] {"", "[]", "{}", "{\"jid\":\"12345678\",\"jobtype\":\"t\"}", "nonsense"}) {
            assertThatThrownBy(() -> JobReader.read(bytes.getBytes(StandardCharsets.UTF_8)))
                    .as(bytes)
                    .isInstanceOf(IOException.class);
        }
    }
}
