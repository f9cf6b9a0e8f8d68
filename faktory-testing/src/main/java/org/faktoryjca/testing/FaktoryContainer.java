package org.faktoryjca.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The real Faktory in a container, by the conventions of Testcontainers, which must be on the class path (2.0 or later).
 *
 * <pre>{@code
 * @Container
 * FaktoryContainer faktory = new FaktoryContainer("contribsys/faktory:1.10.0").withPassword("secret");
 * }</pre>
 *
 * <p>Not thread-safe, as any container of theirs.
 */
public final class FaktoryContainer extends GenericContainer<FaktoryContainer> {
    private static final DockerImageName IMAGE = DockerImageName.parse("contribsys/faktory");
    private static final int COMMANDS = 7419;
    private static final int PAGES = 7420;

    private Optional<String> password = Optional.empty();
    /** Of the last start; empty before the first, and where another was given. */
    private String[] command = {};

    /** Of an image such as {@code contribsys/faktory:1.10.0}; otherwise as with a {@link DockerImageName}. */
    public FaktoryContainer(String image) {
        this(DockerImageName.parse(image));
    }

    /**
     * Of an image that is {@code contribsys/faktory}, or {@link DockerImageName#asCompatibleSubstituteFor} it.
     *
     * @throws IllegalStateException for any other
     */
    public FaktoryContainer(DockerImageName image) {
        super(image);
        image.assertCompatibleWith(IMAGE);
        withExposedPorts(COMMANDS, PAGES);
        waitingFor(Wait.forLogMessage(".*listening at.*", 1));
    }

    /** With a password that clients must know; none unless set. */
    public FaktoryContainer withPassword(String password) {
        this.password = Optional.of(password);
        return self();
    }

    /** The server asks for a password in its production environment only. A command that was given is left as it is. */
    @Override
    protected void configure() {
        if (getCommandParts().length == 0 || Arrays.equals(getCommandParts(), command)) {
            command = new String[] {
                "/faktory",
                "-b",
                "0.0.0.0:" + COMMANDS,
                "-w",
                "0.0.0.0:" + PAGES,
                "-e",
                password.isPresent() ? "production" : "development"
            };
            setCommand(command);
        }
        password.ifPresent(secret -> addEnv("FAKTORY_PASSWORD", secret));
    }

    /**
     * Where clients connect, in the form of {@code FAKTORY_URL}: {@code tcp://[:password@]host:port}.
     *
     * @throws IllegalStateException if the container does not run
     */
    public String getUrl() {
        var secret = password.map(
                text -> ":" + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20") + "@");
        return "tcp://" + secret.orElse("") + getHost() + ":" + getMappedPort(COMMANDS);
    }

    /**
     * The server's own pages, such as {@code http://localhost:32769/}; with a password they ask for it, and for any name.
     *
     * @throws IllegalStateException if the container does not run
     */
    public String getPagesUrl() {
        return "http://" + getHost() + ":" + getMappedPort(PAGES) + "/";
    }
}
