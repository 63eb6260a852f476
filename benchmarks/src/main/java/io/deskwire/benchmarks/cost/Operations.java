package io.deskwire.benchmarks.cost;

import io.deskwire.benchmarks.client.Company;
import io.deskwire.benchmarks.client.HttpConnection;
import io.deskwire.benchmarks.client.Running;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// The requests that are measured, in the order in which they need each other: as many jobs are claimed as were created
/// before.
final class Operations {
    static final String TICKETS = "/api/v1/tickets";
    private static final String JOBS = "/api/v1/automation/jobs";

    private final Company company;
    private final String byKey;
    private final String byCreator;
    private final List<Client> clients = new ArrayList<>();
    private final Queue<String> tickets = new ConcurrentLinkedQueue<>();

    private Operations(Company company, String byCreator) {
        this.company = company;
        this.byKey = company.stack().headers(company.apiKey());
        this.byCreator = byCreator;
    }

    /// @param warmUpRounds in how many rounds at most it takes part before anything is measured
    record Operation(String name, int warmUpRounds, Burst.Request request) {
        Operation(String name, Burst.Request request) {
            this(name, Integer.MAX_VALUE, request);
        }
    }

    /// An agent that executes, and a session.
    private static final class Client {
        final String byAgent;
        final Deque<Held> claimed = new ArrayDeque<>();
        final Deque<Held> started = new ArrayDeque<>();
        String refreshToken = "";

        Client(String byAgent) {
            this.byAgent = byAgent;
        }
    }

    private record Held(String job, long lease) {}

    static Operations of(Company company, int clients) throws Exception {
        var creator = agent(company, "EBAY_AGENT");
        var operations = new Operations(company, creator);
        for (int i = 0; i < clients; i++) {
            operations.clients.add(new Client(agent(company, "AMAZON_AGENT")));
        }
        return operations;
    }

    /// Pairs one; what it sends as headers.
    private static String agent(Company company, String type) throws IOException, InterruptedException {
        var stack = company.stack();
        var asked = stack.post(
                "/automation/pairing/request",
                null,
                Map.of("tenant", company.slug(), "agent_type", type, "device_id", UUID.randomUUID()));
        var id = asked.get("id").asString();
        stack.post(
                "/automation/pairing/requests/" + id + "/approve",
                company.token(),
                Map.of("code", asked.get("code").asString()));
        var secret = "X-Pairing-Secret: " + asked.get("secret").asString() + "\r\n";
        try (var http = HttpConnection.to(stack.address())) {
            var status = Running.JSON.readTree(http.get("/automation/pairing/status/" + id, secret));
            return stack.headers(status.get("agent_token").asString());
        }
    }

    List<Operation> all() {
        return List.of(
                new Operation("ticket create", this::createTicket),
                new Operation("comment", this::comment),
                new Operation("API-key call", this::readTicket),
                new Operation("job create", this::createJob),
                new Operation("job claim", this::claim),
                new Operation("job start", this::start),
                new Operation("job complete", this::complete),
                // Its cost is the password's, which the compiler soon knows.
                new Operation("sign-in", 1, this::signIn),
                new Operation("refresh", this::refresh));
    }

    private void createTicket(int client, HttpConnection http) throws IOException {
        tickets.add(id(http.post(TICKETS, byKey, "{\"subject\":\"Where is my parcel?\"}")));
    }

    private void comment(int client, HttpConnection http) throws IOException {
        http.post(TICKETS + "/" + nextTicket() + "/comments", byKey, "{\"body\":\"It has left our house.\"}");
    }

    private void readTicket(int client, HttpConnection http) throws IOException {
        http.get(TICKETS + "/" + nextTicket(), byKey);
    }

    private String nextTicket() {
        var ticket = tickets.remove();
        tickets.add(ticket);
        return ticket;
    }

    private void createJob(int client, HttpConnection http) throws IOException {
        http.post(JOBS, byCreator, "{\"type\":\"PLACE_ORDER\",\"payload\":{\"order\":4711,\"sku\":\"A-1\"}}");
    }

    private void claim(int client, HttpConnection http) throws IOException {
        var me = clients.get(client);
        var answer = http.post(
                JOBS + "/claim",
                me.byAgent,
                "{\"claim_id\":\"" + UUID.randomUUID() + "\",\"max\":1,\"wait_seconds\":5}");
        var job = Running.JSON.readTree(answer).get("jobs").get(0);
        if (job == null) {
            throw new IllegalStateException("a claim got no job (expected: one of those that were just created)");
        }
        me.claimed.add(new Held(job.get("id").asString(), job.at("/lease/seq").asLong()));
    }

    private void start(int client, HttpConnection http) throws IOException {
        var assigned = take(client, its -> its.claimed);
        report("/start", assigned, http, "");
        synchronized (clients) {
            clients.get(assigned.client()).started.add(assigned.held());
        }
    }

    private void complete(int client, HttpConnection http) throws IOException {
        report("/complete", take(client, its -> its.started), http, ",\"result\":{\"receipt\":\"4711\"}");
    }

    private record Assigned(int client, Held held) {}

    /// A client whose agent holds no more reports for another agent.
    private Assigned take(int client, Function<Client, Deque<Held>> queue) {
        synchronized (clients) {
            for (int i = 0; i < clients.size(); i++) {
                int holder = (client + i) % clients.size();
                var held = queue.apply(clients.get(holder)).poll();
                if (held != null) {
                    return new Assigned(holder, held);
                }
            }
        }
        throw new IllegalStateException("no job is left to report on (expected: as many as were claimed)");
    }

    private void report(String what, Assigned assigned, HttpConnection http, String more) throws IOException {
        http.post(
                JOBS + "/" + assigned.held().job() + what,
                clients.get(assigned.client()).byAgent,
                "{\"lease_seq\":" + assigned.held().lease() + more + "}");
    }

    private void signIn(int client, HttpConnection http) throws IOException {
        var answer = http.post(
                "/auth/v1/token?grant_type=password",
                anonymous(),
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(company.email(), company.password()));
        clients.get(client).refreshToken = refreshToken(answer);
    }

    private void refresh(int client, HttpConnection http) throws IOException {
        var me = clients.get(client);
        if (me.refreshToken.isEmpty()) {
            signIn(client, http);
        }
        me.refreshToken = refreshToken(http.post(
                "/auth/v1/token?grant_type=refresh_token",
                anonymous(),
                "{\"refresh_token\":\"" + me.refreshToken + "\"}"));
    }

    private String anonymous() {
        return "Content-Type: application/json\r\napikey: " + company.stack().publishableKey() + "\r\n";
    }

    private static String refreshToken(String answer) {
        return Running.JSON.readTree(answer).get("refresh_token").asString();
    }

    private static String id(String answer) {
        return Running.JSON.readTree(answer).get("id").asString();
    }
}
