package io.deskwire.auth.hook;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.observe.Legible;
import io.deskwire.common.webhook.WebhookSecret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// One call of a hook over HTTP, signed as Standard Webhooks has it. Fails closed, with GoTrue's codes and messages: an
/// answer that does not come, or is none, is no permission.
final class HookCall {
    private static final int TRIES = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int LARGEST_ANSWER = 200 * 1024;

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI url;
    private final List<WebhookSecret> secrets;
    private final Duration timeout;
    private final Clock clock;

    HookCall(AccessTokenHookProperties properties, Clock clock) {
        this.url = URI.create(properties.url());
        this.secrets = Arrays.stream(properties.secret().split("\\|", -1))
                .map(WebhookSecret::parse)
                .toList();
        this.timeout = properties.timeout();
        this.clock = clock;
    }

    private record Answer(HttpResponse<InputStream> response, byte[] body) {}

    /// The body of the answer. Repeats where the hook asks for it: 429 or 503 with `Retry-After`.
    byte[] answerTo(String body) {
        var message = UUID.randomUUID();
        for (int left = TRIES - 1; ; left--) {
            var answer = send(message, body);
            var status = answer.response().statusCode();
            if (status == 200 || status == 202) {
                return accepted(answer);
            }
            var pause = answer.response().headers().firstValue("Retry-After");
            if (status != 429 && status != 503 || pause.isEmpty()) {
                throw new GoTrueException(500, "unexpected_failure", refusal(status));
            }
            if (left == 0) {
                throw new GoTrueException(
                        422, "hook_timeout_after_retry", "Failed to reach hook after maximum retries");
            }
            pause(pause.get());
        }
    }

    private Answer send(UUID message, String body) {
        var timestamp = clock.instant().getEpochSecond();
        var request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("webhook-id", message.toString())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header(
                        "webhook-signature",
                        secrets.stream()
                                .map(secret -> secret.sign(message, timestamp, body))
                                .collect(Collectors.joining(" ")))
                .POST(BodyPublishers.ofString(body))
                .build();
        // The whole of it in time, the body too: the request's own limit ends with the answer's head.
        var sent = http.sendAsync(request, BodyHandlers.ofInputStream())
                .thenApplyAsync(HookCall::read, Thread::startVirtualThread);
        try {
            return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            sent.cancel(true);
            throw tooLate();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GoTrueException refusal) {
                throw refusal;
            }
            if (failure.getCause() instanceof HttpTimeoutException) {
                throw tooLate();
            }
            throw new GoTrueException(422, "hook_timeout_after_retry", "Failed to reach hook after maximum retries");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw tooLate();
        }
    }

    private static Answer read(HttpResponse<InputStream> response) {
        try (var stream = response.body()) {
            var body = stream.readNBytes(LARGEST_ANSWER + 1);
            if (body.length > LARGEST_ANSWER) {
                throw new GoTrueException(
                        422, "hook_payload_over_size_limit", "Payload size exceeded size limit of 204800 bytes");
            }
            return new Answer(response, body);
        } catch (IOException failure) {
            throw new GoTrueException(422, "hook_timeout_after_retry", "Failed to reach hook after maximum retries");
        }
    }

    private static byte[] accepted(Answer answer) {
        var type = answer.response().headers().firstValue("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new GoTrueException(
                    400,
                    "hook_payload_invalid_content_type",
                    type.isEmpty()
                            ? "Invalid Content-Type: Missing Content-Type header"
                            : "Invalid JSON response. Received content-type: " + printable(type));
        }
        return answer.body();
    }

    private static String refusal(int status) {
        return switch (status) {
            case 400 -> "Invalid payload sent to hook";
            case 401 -> "Hook requires authorization token";
            default -> "Unexpected status code returned from hook: " + status;
        };
    }

    private GoTrueException tooLate() {
        return new GoTrueException(
                422,
                "hook_timeout",
                "Failed to reach hook within maximum time of %.1f seconds".formatted(timeout.toMillis() / 1000.0));
    }

    private static void pause(String retryAfter) {
        var asked = retryAfter.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : LONGEST_PAUSE;
        try {
            TimeUnit.MILLISECONDS.sleep(Math.min(asked.toMillis(), LONGEST_PAUSE.toMillis()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String printable(String text) {
        return Legible.of(text, 100).replaceAll("[^ -~]", "?");
    }
}
