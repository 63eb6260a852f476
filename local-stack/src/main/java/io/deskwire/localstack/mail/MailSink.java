package io.deskwire.localstack.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import tools.jackson.databind.json.JsonMapper;

/// Catches every mail instead of delivering it and shows it over HTTP, with the part of Mailpit's API that
/// clients use: `GET /api/v1/messages`, `GET /api/v1/message/{ID}` (or `latest`), `DELETE /api/v1/messages`, `GET
/// /readyz`. Keeps the newest 500 in memory.
public final class MailSink implements AutoCloseable {

    private static final int KEPT = 500;
    private static final int PAGE = 50;

    private final JsonMapper json = new JsonMapper();
    private final Deque<CaughtMail> mails = new ConcurrentLinkedDeque<>(); // newest first
    private final Clock clock;
    private final SMTPServer smtp;
    private final HttpServer http;

    private MailSink(Clock clock, InetAddress address, int smtpPort, int apiPort) throws IOException {
        this.clock = clock;
        smtp = SMTPServer.port(smtpPort)
                .bindAddress(address)
                .hostName("deskwire-mail")
                .softwareName("Deskwire mail sink")
                .messageHandler((context, from, to, raw) -> keep(from, raw))
                .build();
        http = HttpServer.create(new InetSocketAddress(address, apiPort), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
    }

    /// Listens on loopback. Port 0 means any free one.
    public static MailSink start(int smtpPort, int apiPort) {
        return start(InetAddress.getLoopbackAddress(), smtpPort, apiPort);
    }

    public static MailSink start(InetAddress address, int smtpPort, int apiPort) {
        try {
            var sink = new MailSink(Clock.systemUTC(), address, smtpPort, apiPort);
            sink.smtp.start();
            sink.http.start();
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + apiPort + " for the mail API", e);
        }
    }

    public int smtpPort() {
        return smtp.getPortAllocated();
    }

    /// The base that `/api/v1/messages` is below.
    public String apiUrl() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        smtp.stop();
    }

    /// One mail may have many recipients; SMTP's envelope is told apart from the headers only by the return path.
    private void keep(String from, byte[] raw) throws RejectException {
        try {
            mails.addFirst(CaughtMail.parse(UUID.randomUUID().toString(), clock.instant(), from, raw));
        } catch (MessagingException | IOException e) {
            throw new RejectException(554, "not a MIME message: " + e.getMessage());
        }
        while (mails.size() > KEPT) {
            mails.pollLast();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod() + " " + path) {
                case "GET /api/v1/messages" ->
                    send(exchange, 200, page(exchange.getRequestURI().getQuery()));
                case "DELETE /api/v1/messages" -> {
                    mails.clear();
                    send(exchange, 200, "ok");
                }
                case "GET /readyz" -> send(exchange, 200, "ok");
                default -> {
                    var mail = exchange.getRequestMethod().equals("GET") && path.startsWith("/api/v1/message/")
                            ? find(path.substring("/api/v1/message/".length()))
                            : Optional.<CaughtMail>empty();
                    send(
                            exchange,
                            mail.isPresent() ? 200 : 404,
                            mail.isPresent() ? mail.get().detail() : "not found");
                }
            }
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    private Optional<CaughtMail> find(String id) {
        return id.equals("latest")
                ? mails.stream().findFirst()
                : mails.stream().filter(mail -> mail.id().equals(id)).findFirst();
    }

    private Map<String, Object> page(@Nullable String query) throws MessagingException {
        var all = List.copyOf(mails);
        int start = number(query, "start", 0);
        var messages = new ArrayList<Map<String, Object>>();
        for (var mail :
                all.stream().skip(start).limit(number(query, "limit", PAGE)).toList()) {
            messages.add(mail.summary());
        }
        return Map.of(
                "total", all.size(),
                "unread", all.size(),
                "count", messages.size(),
                "messages_count", all.size(),
                "start", start,
                "tags", List.of(),
                "messages", messages);
    }

    private static int number(@Nullable String query, String name, int otherwise) {
        if (query == null) {
            return otherwise;
        }
        for (var pair : query.split("&", -1)) {
            if (pair.matches(name + "=\\d{1,6}")) {
                return Integer.parseInt(pair.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    private void send(HttpExchange exchange, int status, Object body) throws IOException {
        boolean plain = body instanceof String;
        var bytes = plain ? ((String) body).getBytes(StandardCharsets.UTF_8) : json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", plain ? "text/plain" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
