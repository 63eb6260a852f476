package io.deskwire.benchmarks;

import io.deskwire.benchmarks.client.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The auth-service of a running stack, spoken to past the gateway.
final class DeskwireTokens implements TokenServer {
    private static final int ACCESS_TOKENS = 10_000;

    private final URI auth;
    private final List<Tenancies.Founder> founders;
    private final String[] refreshTokens;
    private final Queue<String> accessTokens = new ConcurrentLinkedQueue<>();

    private DeskwireTokens(URI auth, List<Tenancies.Founder> founders) {
        this.auth = auth;
        this.founders = founders;
        this.refreshTokens =
                founders.stream().map(Tenancies.Founder::refreshToken).toArray(String[]::new);
    }

    /// Founds as many tenants as there are people.
    static DeskwireTokens at(URI auth) throws Exception {
        return new DeskwireTokens(
                auth, Tenancies.found(auth, WORKERS * PEOPLE_EACH).founders());
    }

    /// Some of those that were issued for keys, all different.
    List<String> accessTokens() {
        return List.copyOf(accessTokens);
    }

    @Override
    public Load.Work refreshing(int worker) throws IOException {
        var http = HttpConnection.to(auth);
        var turn = new Turn(worker);
        return () -> {
            int person = turn.next();
            refreshTokens[person] = Tenancies.refresh(http, refreshTokens[person]);
        };
    }

    @Override
    public Load.Work exchanging(int worker) throws IOException {
        var http = HttpConnection.to(auth);
        var turn = new Turn(worker);
        return () -> {
            var bearer = "Authorization: Bearer " + founders.get(turn.next()).apiKey() + "\r\n";
            var answer = http.post("/token", Tenancies.JSON + bearer, "{}");
            if (accessTokens.size() < ACCESS_TOKENS) {
                accessTokens.add(Tenancies.member(answer, "access_token"));
            }
        };
    }

    @Override
    public Load.Work signingIn(int worker) throws IOException {
        var http = HttpConnection.to(auth);
        var turn = new Turn(worker);
        return () -> {
            var body = "{\"email\":\"%s\",\"password\":\"%s\"}"
                    .formatted(founders.get(turn.next()).email(), Tenancies.PASSWORD);
            http.post("/auth/v1/token?grant_type=password", Tenancies.JSON, body);
        };
    }
}
