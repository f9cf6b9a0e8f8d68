package org.faktoryjca.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.faktoryjca.ArgumentMismatchException;
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
        Map<Size, Integer> bySize();

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

    private static Job job(String args) {
        var json = "{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":" + args + "}";
        try {
            return ArgumentBinder.create().bind(JobReader.read(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
    void nothingIsBentToFit() {
        var job = job("[1, \"1\", 1.5, true, null, 3000000000, \"HUGE\", {}]");
        for (var wrong : List.<Map.Entry<Integer, Class<?>>>of(
                Map.entry(0, String.class),
                Map.entry(1, int.class),
                Map.entry(2, Long.class),
                Map.entry(3, int.class),
                Map.entry(3, String.class),
                Map.entry(4, int.class),
                Map.entry(5, int.class),
                Map.entry(6, Size.class),
                Map.entry(0, Size.class),
                Map.entry(7, Integer.class),
                Map.entry(3, Instant.class))) {
            assertThatThrownBy(() -> job.arg(wrong.getKey(), wrong.getValue()))
                    .describedAs("%s", wrong)
                    .isInstanceOf(ArgumentMismatchException.class)
                    .hasMessageStartingWith("FAKTORY-303")
                    .hasMessageContaining("argument " + wrong.getKey())
                    .hasMessageContaining(wrong.getValue().getTypeName());
        }
    }

    record Numbers(byte b, short s, Float f, byte[] bytes, List<Byte> list, Map<Byte, Double> map) {}

    private static Numbers numbers(String changed) {
        var all = new LinkedHashMap<>(Map.of(
                "b", "-128", "s", "32767", "f", "3e38", "bytes", "[127,-1]", "list", "[-1]", "map", "{\"127\":1e300}"));
        var change = changed.split("=", 2);
        all.put(change[0], change[1]);
        var json = all.entrySet().stream()
                .map(entry -> '"' + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "[{", "}]"));
        return job(json).arg(0, Numbers.class);
    }

    @Test
    void aNumberOutOfItsTypesRangeIsRefused() {
        var job = job("[128, 200, -129, 32768, 1e300, 16777217, [200], [1e300], 1.5, 127, -32768, 1e38]");
        for (var wrong : List.<Map.Entry<Integer, Class<?>>>of(
                Map.entry(0, byte.class),
                Map.entry(1, Byte.class),
                Map.entry(2, byte.class),
                Map.entry(3, short.class),
                Map.entry(3, Short.class),
                Map.entry(4, float.class),
                Map.entry(4, Float.class),
                Map.entry(6, byte[].class),
                Map.entry(6, Byte[].class),
                Map.entry(7, float[].class),
                Map.entry(8, byte.class),
                Map.entry(8, short.class))) {
            assertThatThrownBy(() -> job.arg(wrong.getKey(), wrong.getValue()))
                    .describedAs("%s", wrong)
                    .isInstanceOf(ArgumentMismatchException.class)
                    .hasMessageStartingWith("FAKTORY-303")
                    .hasMessageContaining("argument " + wrong.getKey() + " should be "
                            + wrong.getValue().getTypeName());
        }
        assertThat(job.arg(9, Byte.class)).isEqualTo((byte) 127);
        assertThat(job.arg(10, Short.class)).isEqualTo((short) -32768);
        assertThat(job.arg(11, Float.class)).isEqualTo(1e38f);
        assertThat(job.arg(5, Float.class)).isEqualTo(16777216f);
        assertThat(job("[\"AP8=\"]").arg(0, byte[].class)).containsExactly(0, -1);
    }

    @Test
    void aNumberOutOfRangeSomewhereInAnArgumentIsRefusedAndNamedByItsPath() {
        assertThat(numbers("b=127").b()).isEqualTo((byte) 127);
        for (var wrong : Map.of(
                        "b=128", "its b should be byte",
                        "s=-32769", "its s should be short",
                        "f=1e39", "its f should be float",
                        "bytes=[1,200]", "its bytes[1] should be byte",
                        "list=[1,200]", "its list[1] should be byte",
                        "map={\"200\":1}", "its map.200 should be java.lang.Byte",
                        "map={\"1\":1e400}", "its map.1 should be double")
                .entrySet()) {
            assertThatThrownBy(() -> numbers(wrong.getKey()))
                    .describedAs("%s", wrong)
                    .isInstanceOf(ArgumentMismatchException.class)
                    .hasMessageStartingWith("FAKTORY-303")
                    .hasMessageContaining("argument 0 should be " + Numbers.class.getName())
                    .hasMessageContaining(wrong.getValue());
        }
    }

    @Test
    void aMismatchInsideOfAnArgumentNamesThePart() {
        var complete = CROP.replace("[1,2]", "[1,2.5]");
        assertThatThrownBy(() -> job("[" + complete + "]").arg(0, Crop.class))
                .hasMessageStartingWith("FAKTORY-303: argument 0 should be " + Crop.class.getName() + " and is {")
                .hasMessageContaining(": its box[1] should be java.lang.Integer");
        assertThatThrownBy(() -> job("[{}]").arg(0, Crop.class)).hasMessageContaining("its id should be long");
        assertThatThrownBy(() -> job("[[" + CROP + ", " + complete + "]]").arg(0, type("crops")))
                .hasMessageContaining("its [1].box[1] should be java.lang.Integer");
        assertThatThrownBy(() -> job("[{\"a\":\"HUGE\"}]").arg(0, type("sizes")))
                .hasMessageContaining("its a should be " + Size.class.getName());
        assertThatThrownBy(() -> job("[{\"SMALL\":1,\"HUGE\":2}]").arg(0, type("bySize")))
                .hasMessageContaining("its HUGE should be " + Size.class.getName());
    }

    @Test
    void numbersForTimesAreSeconds() {
        var job = job("[1700000000, 1.5, 90]");
        assertThat(job.arg(0, Instant.class)).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(job.arg(1, Duration.class)).isEqualTo(Duration.ofMillis(1500));
        assertThat(job.arg(2, Duration.class)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aMismatchNamesWhatWasThere() {
        assertThatThrownBy(() -> job("[\"seven\"]").arg(0, long.class))
                .hasMessageContaining("argument 0 should be long and is \"seven\"");
        assertThatThrownBy(() -> job("[]").arg(0, long.class)).hasMessageContaining("there is no argument 0");
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
