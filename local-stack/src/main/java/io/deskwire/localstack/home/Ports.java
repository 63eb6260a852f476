package io.deskwire.localstack.home;

import io.deskwire.localstack.FreePort;
import io.deskwire.localstack.StackException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Every port of a stack follows from the gateway's, so that two stacks fit beside each other.
///
/// A gateway's port such as 54321 lies where systems take the local ports of outgoing connections from. The inner ports
/// do not: there a client that asks whether a service listens yet could be given that very port, reach itself and keep
/// the service out.
public record Ports(int gateway) {

    public static final int DEFAULT = 54321;

    private static final int DOWN = 30_000;
    private static final int SPAN = 15;
    private static final int ATTEMPTS = 50;

    public Ports {
        if (gateway < 1024 || gateway + SPAN > 65_536) {
            throw new StackException(
                    "DESKWIRE_PORT is the first of " + SPAN + " ports between 1024 and 65535, not " + gateway);
        }
    }

    /// Ports that were all free a moment ago.
    public static Ports free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = FreePort.find();
            if (IntStream.range(first, first + SPAN).allMatch(FreePort::isFree)) {
                return new Ports(first);
            }
        }
        throw new StackException("no " + SPAN + " free ports in a row");
    }

    public int postgres() {
        return inner(1);
    }

    public int kafka() {
        return inner(2);
    }

    public int kafkaController() {
        return inner(3);
    }

    public int mailApi() {
        return inner(4);
    }

    public int smtp() {
        return inner(5);
    }

    public int of(ServiceSpec service) {
        return service.portOffset() == 0 ? gateway : inner(service.portOffset());
    }

    /// Where the service's readiness probe answers.
    public int probe(ServiceSpec service) {
        return inner(service.probeOffset());
    }

    private int inner(int offset) {
        return (gateway < FreePort.EPHEMERAL ? gateway : gateway - DOWN) + offset;
    }

    /// Says which part of the stack cannot have its port, before anything is started. A port that nobody listens at,
    /// but a connection that is ending still holds, is waited for.
    public void requireFree(List<ServiceSpec> services, Progress progress) {
        var wanted = new LinkedHashMap<String, Integer>();
        services.forEach(service -> wanted.put(service.name(), of(service)));
        services.forEach(service -> wanted.put("the health of " + service.name(), probe(service)));
        wanted.putAll(Map.of(
                "PostgreSQL", postgres(),
                "Kafka", kafka(),
                "Kafka's controller", kafkaController(),
                "the mail API", mailApi(),
                "SMTP", smtp()));
        wanted.forEach((name, port) -> {
            if (FreePort.isFree(port)) {
                return;
            }
            if (!FreePort.isListenedAt(port)) {
                progress.say("Waiting for port " + port + ", which a connection that is ending holds");
                if (FreePort.await(port)) {
                    return;
                }
            }
            throw new StackException("""
                    Port %d, meant for %s, is taken by another program.
                    Stop it, or choose other ports: DESKWIRE_PORT=%d ./deskwire up""".formatted(port, name, gateway + 1000));
        });
    }
}
