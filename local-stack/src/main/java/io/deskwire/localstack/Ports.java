package io.deskwire.localstack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Every port of a stack follows from its first one, the gateway's, so that two stacks fit beside each other.
public record Ports(int gateway) {

    public static final int DEFAULT = 54321;
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
            if (first + SPAN <= 65_536 && IntStream.range(first, first + SPAN).allMatch(FreePort::isFree)) {
                return new Ports(first);
            }
        }
        throw new StackException("no " + SPAN + " free ports in a row");
    }

    public int postgres() {
        return gateway + 1;
    }

    public int kafka() {
        return gateway + 2;
    }

    public int kafkaController() {
        return gateway + 3;
    }

    public int mailApi() {
        return gateway + 4;
    }

    public int smtp() {
        return gateway + 5;
    }

    public int of(ServiceSpec service) {
        return gateway + service.portOffset();
    }

    /// Where the service's readiness probe answers.
    public int probe(ServiceSpec service) {
        return gateway + service.probeOffset();
    }

    /// Says which part of the stack cannot have its port, before anything is started.
    void requireFree(List<ServiceSpec> services) {
        var taken = new LinkedHashMap<String, Integer>();
        services.forEach(service -> taken.put(service.name(), of(service)));
        services.forEach(service -> taken.put("the health of " + service.name(), probe(service)));
        taken.putAll(Map.of(
                "PostgreSQL", postgres(),
                "Kafka", kafka(),
                "Kafka's controller", kafkaController(),
                "the mail API", mailApi(),
                "SMTP", smtp()));
        taken.values().removeIf(FreePort::isFree);
        taken.forEach((name, port) -> {
            throw new StackException("""
                    Port %d, meant for %s, is taken by another program.
                    Stop it, or choose other ports: DESKWIRE_PORT=%d ./deskwire up""".formatted(port, name, gateway + 1000));
        });
    }
}
