package io.deskwire.testsupport;

import io.deskwire.testsupport.HttpContract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody of another tenant tries every operation of a contract with a victim's ids.
///
/// An operation that names an id has to answer 404 `not-found`, and a list must show none of the ids. That the ids are
/// worth trying is shown by the victim, who gets 200 from each GET that names them. Single use.
public final class CrossTenantAttack {
    private final HttpContract contract;
    private final Api victim;
    private final Api attacker;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Object> bodies = new HashMap<>();
    private final Map<String, Api> attackers = new HashMap<>();
    private final Set<String> spared = new HashSet<>();
    private String prefix = "/";

    public CrossTenantAttack(HttpContract contract, Api victim, Api attacker) {
        this.contract = contract;
        this.victim = victim;
        this.attacker = attacker;
    }

    /// Tries only operations whose path begins so.
    public CrossTenantAttack below(String path) {
        prefix = path;
        return this;
    }

    /// @param path up to and with the variable that the id stands for, such as `/api/v1/tickets/{}`
    public CrossTenantAttack id(String path, Object id) {
        ids.put(path, id.toString());
        return this;
    }

    /// @param operation such as `POST /api/v1/tickets/{}/comments`; without a body of its own one is sent `{}`
    public CrossTenantAttack body(String operation, Object body) {
        bodies.put(operation, body);
        return this;
    }

    /// @param other of the other tenant too, for an operation that asks for a caller of another kind
    public CrossTenantAttack by(Api other, String... operations) {
        for (var operation : operations) {
            attackers.put(operation, other);
        }
        return this;
    }

    /// Leaves operations out; the caller says why at each.
    public CrossTenantAttack without(String... operations) {
        spared.addAll(List.of(operations));
        return this;
    }

    /// What the attacker got at, or could not be tried, a line each; empty where all is well.
    public List<String> findings() {
        var findings = new ArrayList<String>();
        var named = new HashSet<>(spared);
        named.addAll(bodies.keySet());
        named.addAll(attackers.keySet());
        for (var operation : contract.operations()) {
            named.remove(operation.toString());
            if (operation.path().startsWith(prefix) && !spared.contains(operation.toString())) {
                attack(operation, findings);
            }
        }
        named.forEach(operation -> findings.add(operation + ": not described"));
        return findings;
    }

    private void attack(Operation operation, List<String> findings) {
        var method = operation.method();
        if (!operation.path().contains("{}")) {
            if (method.equals("GET")) {
                list(operation, findings);
            }
            return;
        }
        var path = filled(operation.path());
        if (path == null) {
            findings.add(operation + ": an id is missing");
            return;
        }
        if (method.equals("GET")) {
            var own = victim.get(path);
            if (own.status() != 200) {
                findings.add("%s: answered %d to its own tenant".formatted(operation, own.status()));
            }
        }
        var body = method.equals("GET") || method.equals("DELETE")
                ? null
                : bodies.getOrDefault(operation.toString(), Map.of());
        var answer = attackers.getOrDefault(operation.toString(), attacker).send(method, path, body);
        if (answer.status() != 404 || !answer.text("/type").equals("/problems/not-found")) {
            findings.add("%s: answered %d, %s"
                    .formatted(operation, answer.status(), answer.response().body()));
        }
    }

    private void list(Operation operation, List<String> findings) {
        var answer = attacker.get(operation.path());
        var body = answer.response().body();
        if (answer.status() != 200) {
            findings.add("%s: answered %d, %s".formatted(operation, answer.status(), body));
        }
        ids.values().stream()
                .filter(CrossTenantAttack::isUuid)
                .filter(body::contains)
                .forEach(id -> findings.add("%s: shows %s".formatted(operation, id)));
    }

    private static boolean isUuid(String id) {
        return id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /// Null where one of the ids is not known.
    private @Nullable String filled(String path) {
        var filled = new StringBuilder();
        var from = 0;
        for (var at = path.indexOf("{}"); at >= 0; at = path.indexOf("{}", from)) {
            var id = ids.get(path.substring(0, at + 2));
            if (id == null) {
                return null;
            }
            filled.append(path, from, at).append(id);
            from = at + 2;
        }
        return filled.append(path.substring(from)).toString();
    }
}
