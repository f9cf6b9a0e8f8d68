package org.faktoryjca;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorCodeTest {
    /** What each hundred stands for; published, so this list only grows. */
    private static final Map<Integer, Set<String>> GROUPS = Map.of(
            1,
            Set.of(
                    "INVALID_ADDRESS",
                    "UNKNOWN_HOST",
                    "CONNECT_FAILED",
                    "CONNECT_TIMEOUT",
                    "TLS_FAILED",
                    "NOT_FAKTORY",
                    "PROTOCOL_VERSION",
                    "PASSWORD_MISSING",
                    "PASSWORD_WRONG",
                    "TOO_MANY_CONNECTIONS",
                    "HANDSHAKE_FAILED",
                    "INVALID_KEY_STORE"),
            2,
            Set.of(
                    "CONNECTION_LOST",
                    "OUTCOME_UNKNOWN",
                    "READ_TIMEOUT",
                    "PROTOCOL_BROKEN",
                    "UNSUPPORTED",
                    "CLOSED",
                    "SERVER_ERROR"),
            3,
            Set.of("INVALID_JOB", "REJECTED", "ARGUMENT_MISMATCH", "PUSH_INCOMPLETE", "UNENCODABLE_VALUE"),
            4,
            Set.of("TRANSACTION_STATE", "SEND_AFTER_COMMIT_FAILED", "ROLLED_BACK_UNREACHABLE"),
            5,
            Set.of("NO_CONNECTION", "INVALID_SETTINGS", "INVALID_BEAN", "NO_THREAD", "UNEXPECTED_CONTAINER_CALL"),
            6,
            Set.of(
                    "UNKNOWN_JOB_TYPE",
                    "LEASE_ENDED",
                    "WORKER_SHUTDOWN",
                    "TRANSACTION_ROLLED_BACK",
                    "TRANSACTION_OUTCOME_UNKNOWN",
                    "UNREADABLE_JOB"));

    @Test
    void everyCodeIsUnique() {
        assertThat(Stream.of(ErrorCode.values()).map(ErrorCode::code)).doesNotHaveDuplicates();
    }

    @Test
    void everyCodeOfTheListStandsInItsGroup() {
        GROUPS.forEach((hundred, names) -> assertThat(names)
                .allSatisfy(
                        name -> assertThat(ErrorCode.valueOf(name).code()).matches("FAKTORY-" + hundred + "[0-9]{2}")));
    }

    @ParameterizedTest
    @EnumSource
    void aCodeHasThreeDigitsOfASixthAtMostAndARemedyInSentences(ErrorCode code) {
        assertThat(code.code()).matches("FAKTORY-[1-6][0-9]{2}").isEqualTo(code.toString());
        assertThat(code.remedy()).isNotBlank().endsWith(".").doesNotContain("\n", "%");
    }

    static List<FaktoryException> exceptions() {
        var cause = new IllegalStateException("the cause");
        var all = new ArrayList<FaktoryException>();
        all.add(new FaktoryException(ErrorCode.NO_THREAD, "no thread", cause));
        all.add(new FaktoryException(ErrorCode.SERVER_ERROR, "it ends with a stop."));
        all.add(new ArgumentMismatchException("two and three"));
        all.add(new ArgumentMismatchException(1, int.class, "text", cause));
        all.add(new AuthenticationException(ErrorCode.PASSWORD_WRONG, "tried to connect", cause));
        all.add(new CannotConnectException(ErrorCode.CONNECT_FAILED, "tried to connect", cause));
        all.add(new ClosedException("tried to push"));
        all.add(new ConnectionLostException(ErrorCode.CONNECTION_LOST, "tried to push", cause));
        all.add(new InvalidBeanException(ErrorCode.INVALID_BEAN, "a bean", cause));
        all.add(new InvalidJobException("a job"));
        all.add(new InvalidJobException(ErrorCode.UNENCODABLE_VALUE, "a job", cause));
        all.add(new InvalidSettingsException("worker", List.of("one", "two")));
        all.add(new OutcomeUnknownException(ErrorCode.READ_TIMEOUT, "tried to push", cause));
        all.add(new ProtocolVersionException(ErrorCode.PROTOCOL_VERSION, "version 3", cause));
        all.add(new PushIncompleteException(List.of("a"), Map.of(), List.of("b"), List.of(), cause));
        all.add(new RejectedException(ErrorCode.REJECTED, "tried to push", "no such thing"));
        all.add(new TransactionStateException(ErrorCode.TRANSACTION_STATE, "rolled back", cause));
        all.add(new UnknownJobTypeException("no such type"));
        all.add(new UnsupportedByServerException(ErrorCode.UNSUPPORTED, "BATCH", cause));
        return all;
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void everyMessageBeginsWithTheCodeAndEndsWithTheRemedy(FaktoryException exception) {
        assertThat(exception)
                .hasMessageStartingWith(exception.code().code() + ": ")
                .hasMessageEndingWith(". " + exception.code().remedy());
        assertThat(exception.getMessage()).doesNotContain("..");
    }

    @Test
    void everyExceptionOfThePackageIsAmongThem() throws Exception {
        var tried = exceptions().stream()
                .map(exception -> exception.getClass().getSimpleName() + ".class")
                .distinct()
                .toList();
        var classes =
                FaktoryException.class.getResource("FaktoryException.class").toURI();
        try (var files = Files.list(Path.of(classes).getParent())) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith("Exception.class")))
                    .containsExactlyInAnyOrderElementsOf(tried);
        }
    }

    @Test
    void invalidSettingsAreAllNamedAndListed() {
        var exception = new InvalidSettingsException("worker", List.of("queues is empty", "url is not one"));
        assertThat(exception).hasMessageContaining("worker: queues is empty; url is not one");
        assertThat(exception.problems()).containsExactly("queues is empty", "url is not one");
        assertThat(exception.code()).isEqualTo(ErrorCode.INVALID_SETTINGS);
    }

    @Test
    void aRejectionKeepsTheServersOwnWords() {
        var exception = new RejectedException(ErrorCode.REJECTED, "tried to push", "queue names must match x");
        assertThat(exception.reason()).isEqualTo("queue names must match x");
        assertThat(exception).hasMessageContaining("tried to push: queue names must match x");
    }
}
