package io.deskwire.localstack.launcher;

import io.deskwire.localstack.Directories;
import io.deskwire.localstack.Processes;
import io.deskwire.localstack.StackException;
import io.deskwire.localstack.home.Orphans;
import io.deskwire.localstack.home.Progress;
import io.deskwire.localstack.home.Secrets;
import io.deskwire.localstack.home.StackLock;
import io.deskwire.localstack.home.StackOptions;
import io.deskwire.localstack.home.StackState;
import io.deskwire.localstack.mail.MailSink;
import io.deskwire.localstack.service.AotTraining;
import io.deskwire.localstack.service.ServiceEnvironment;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The commands behind `./deskwire`. The script has found the JDK and built what was stale; `deskwire.root` is
/// the repository.
final class Launcher {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration DOWN_LIMIT = Duration.ofMinutes(2);
    private static final Duration DEFAULT_SAMPLE = Duration.ofSeconds(2);

    private static final Duration FIRST_REQUESTS = Duration.ofSeconds(15);

    private final Path root;
    private final Map<String, String> environment;
    private final Path home;
    private final PrintStream out;
    private final Clock clock;

    private Launcher(Path root, Map<String, String> environment, PrintStream out, Clock clock) {
        this.root = root;
        this.environment = environment;
        this.out = out;
        this.clock = clock;
        home = StackOptions.home(root, environment);
    }

    public static void main(String[] args) throws InterruptedException {
        var root = Path.of(System.getProperty("deskwire.root", "")).toAbsolutePath();
        try {
            System.exit(new Launcher(root, System.getenv(), System.out, Clock.systemUTC()).run(List.of(args)));
        } catch (StackException e) {
            System.err.println("\n" + e.getMessage());
            System.exit(2);
        }
    }

    private int run(List<String> args) throws InterruptedException {
        return switch (args.getFirst()) {
            case "up" -> up(args.contains("--detach"));
            case "down" -> down();
            case "status" -> status(args);
            case "train" -> train();
            case "reset" -> reset();
            case "keys" -> operator().keys(args.subList(1, args.size()));
            case "audit" -> operator().audit(args.subList(1, args.size()));
            case "mail-sink" -> mailSink();
            default ->
                throw new StackException("'%s' (expected: what ./deskwire help names)".formatted(args.getFirst()));
        };
    }

    private OperatorCommands operator() {
        return new OperatorCommands(Installation.find(home, environment), out);
    }

    private int up(boolean detach) throws InterruptedException {
        var lock = StackLock.take(home);
        if (lock.isEmpty()) {
            return alreadyUp();
        }
        System.setProperty("logback.configurationFile", "io/deskwire/localstack/launcher-logback.xml");
        long began = System.nanoTime();
        Progress progress = line -> out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, line);
        var options = StackOptions.from(root, environment);
        System.setProperty("deskwire.log", options.log("launcher").toString());
        progress.say("Starting PostgreSQL, Kafka and then " + options.services().size() + " services in " + home);
        var stack = LocalStack.start(options, progress, lock.get());
        var missing = stack.whatIsMissing();
        out.println(missing.isEmpty() ? addresses(stack) : notWhole(missing));
        if (missing.isEmpty() && !"off".equals(environment.get("DESKWIRE_AOT"))) {
            stack.trainInBackground(FIRST_REQUESTS);
        }
        if (detach) {
            // The script reads these until their end, and returns then.
            System.out.close();
            System.err.close();
        } else {
            out.println("Ctrl-C stops it.");
        }
        new CountDownLatch(1).await(); // a signal ends the process, and a shutdown hook the stack
        return 0;
    }

    /// Waits for a stack that somebody else is starting.
    private int alreadyUp() throws InterruptedException {
        for (boolean told = false; ; told = true) {
            var state = StackState.read(home);
            if (state.isPresent() && state.get().healthy()) {
                out.println("Already running, see ./deskwire status. Addresses and keys are in " + home.resolve("env"));
                return 0;
            }
            if (state.isPresent() && !state.get().starting()) {
                throw new StackException("Already running, but not all of it is ready: see ./deskwire status.");
            }
            if (!told) {
                out.println("Another ./deskwire up is starting it; waiting.");
            }
            var lock = StackLock.take(home);
            if (lock.isPresent()) {
                lock.get().close();
                throw new StackException("It did not start. See " + home.resolve("logs"));
            }
            Thread.sleep(POLL);
        }
    }

    private int down() throws InterruptedException {
        var lock = StackLock.take(home);
        if (lock.isPresent()) {
            Orphans.end(home);
            lock.get().close();
            out.println("Not running.");
            return 0;
        }
        var launcher = StackState.read(home).flatMap(state -> state.launcher().find());
        if (launcher.isEmpty()) {
            throw new StackException("The stack in " + home + " is just starting or stopping; try again.");
        }
        out.println("Stopping services, Kafka and PostgreSQL");
        launcher.get().destroy();
        if (!Processes.awaitEnd(launcher.get(), DOWN_LIMIT)) {
            throw new StackException("The launcher, process %d, has not ended within %d s"
                    .formatted(launcher.get().pid(), DOWN_LIMIT.toSeconds()));
        }
        out.println("Stopped. The data stays in " + home.resolve("data"));
        return 0;
    }

    /// @return 0 where everything is ready
    private int status(List<String> args) throws InterruptedException {
        var lock = StackLock.take(home);
        if (lock.isPresent()) {
            lock.get().close();
            out.println("Not running.");
            return 1;
        }
        var state = StackState.read(home).orElseThrow(() -> new StackException("It is just starting; try again."));
        var sample = args.size() > 1 ? sample(args.get(1)) : DEFAULT_SAMPLE;
        out.print(new StatusTable(state, sample).render(clock.instant()));
        return state.parts().stream().allMatch(part -> part.state().equals("READY")) ? 0 : 1;
    }

    /// What a running stack does in the background, at once and waited for.
    private int train() throws InterruptedException {
        var lock = StackLock.take(home);
        if (lock.isPresent()) {
            lock.get().close();
            throw new StackException("Not running. ./deskwire up starts the stack whose services are trained.");
        }
        var options = StackOptions.from(root, environment).running();
        var missing = AotTraining.of(options, new ServiceEnvironment(options, Secrets.load(home)))
                .run();
        out.println(
                missing.isEmpty()
                        ? "Every service has its AOT cache. The next start uses it."
                        : "Without an AOT cache: " + String.join(", ", missing) + ". See "
                                + options.log("aot-training"));
        return missing.isEmpty() ? 0 : 1;
    }

    private static Duration sample(String seconds) {
        if (!seconds.matches("[1-9][0-9]{0,3}")) {
            throw new StackException("status: '" + seconds + "' (expected: seconds from 1 to 9999)");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    private int reset() throws InterruptedException {
        down();
        for (var name : List.of("data", "apps", "aot", "logs", "secrets", "env", "state.json")) {
            Directories.delete(home.resolve(name));
        }
        out.println("Deleted data, secrets and logs in " + home);
        return 0;
    }

    /// The mail catcher of docker-compose: on every address, SMTP on 1025 and the API on 8025, as Mailpit.
    private static int mailSink() throws InterruptedException {
        try {
            MailSink.start(InetAddress.getByName("0.0.0.0"), 1025, 8025);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private static String notWhole(String missing) {
        return """

                %s

                The rest runs on, and what is missing may still come: ./deskwire status shows it, ./deskwire down stops all.
                DESKWIRE_START_LIMIT=10m ./deskwire up waits longer for a sign of life.
                """.formatted(missing);
    }

    private String addresses(LocalStack stack) {
        var env = stack.env();
        var relative = Path.of("").toAbsolutePath().relativize(home);
        return """

                Deskwire is up.

                  API               %s
                  API docs          %s/docs
                  publishable key   %s
                  mail              %s/api/v1/messages
                  Kafka             %s
                  PostgreSQL        %s
                  for scripts       %s
                  logs              %s
                """.formatted(
                        env.get("DESKWIRE_URL"),
                        env.get("DESKWIRE_URL"),
                        env.get("DESKWIRE_PUBLISHABLE_KEY"),
                        env.get("DESKWIRE_MAIL_API"),
                        env.get("DESKWIRE_KAFKA"),
                        stack.superuser(),
                        relative.resolve("env"),
                        relative.resolve("logs"));
    }
}
