package io.deskwire.localstack.service;

import io.deskwire.localstack.home.Secrets;
import io.deskwire.localstack.home.ServiceSpec;
import io.deskwire.localstack.home.StackOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The environment variables that connect a stack's parts, the same that docker-compose sets.
public final class ServiceEnvironment {

    /// Requests a window: more than one machine can send itself.
    private static final String LOAD_TEST = "10000000";

    /// How the stack differs from production. `DESKWIRE_…` variables of the person who starts it win over these.
    private static final Map<String, String> LOCAL_CHOICES = Map.ofEntries(
            Map.entry("DESKWIRE_RATE_LIMIT_CREDENTIAL", LOAD_TEST),
            Map.entry("DESKWIRE_RATE_LIMIT_TENANT", LOAD_TEST),
            Map.entry("DESKWIRE_RATE_LIMIT_ADDRESS", LOAD_TEST),
            Map.entry("DESKWIRE_RATE_LIMIT_FLEET", LOAD_TEST),
            Map.entry("DESKWIRE_RATE_LIMIT_GUESSES", LOAD_TEST),
            Map.entry("DESKWIRE_RATE_LIMIT_FAILURES", LOAD_TEST),
            Map.entry("DESKWIRE_RATE_LIMIT_SIGN_IN_FACTOR", "100000"),
            Map.entry("DESKWIRE_RATE_LIMIT_PAIRING_DEVICE", LOAD_TEST),
            Map.entry("DESKWIRE_RATE_LIMIT_PAIRING_ADDRESS", LOAD_TEST),
            Map.entry("DESKWIRE_SIGNUP", "open"),
            Map.entry("DESKWIRE_MAILER_AUTOCONFIRM", "true"),
            Map.entry("DESKWIRE_ANONYMOUS_SIGN_INS", "true"),
            Map.entry("DESKWIRE_MANUAL_LINKING", "true"),
            Map.entry("DESKWIRE_SITE_URL", "http://localhost:3000"),
            Map.entry("DESKWIRE_WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128"));

    private final StackOptions options;
    private final Secrets secrets;

    public ServiceEnvironment(StackOptions options, Secrets secrets) {
        this.options = options;
        this.secrets = secrets;
    }

    public String publicUrl() {
        return "http://127.0.0.1:" + options.ports().gateway();
    }

    String kafka() {
        return "127.0.0.1:" + options.ports().kafka();
    }

    public String mailApi() {
        return "http://127.0.0.1:" + options.ports().mailApi();
    }

    /// What `.deskwire/env` tells scripts and people.
    public Map<String, String> published() {
        var env = new LinkedHashMap<String, String>();
        env.put("DESKWIRE_URL", publicUrl());
        env.put("DESKWIRE_PUBLISHABLE_KEY", secrets.publishableKey());
        env.put("DESKWIRE_SECRET_KEY", secrets.secretKey());
        env.put("DESKWIRE_KAFKA", kafka());
        env.put("DESKWIRE_MAIL_API", mailApi());
        return env;
    }

    public Map<String, String> of(ServiceSpec service) {
        var ports = options.ports();
        var env = new HashMap<>(LOCAL_CHOICES);
        env.put("DESKWIRE_PUBLIC_URL", publicUrl());
        env.put("DESKWIRE_SMTP_URL", "smtp://127.0.0.1:" + ports.smtp());
        env.putAll(options.settings());
        env.remove("DESKWIRE_HOME");
        env.put("DESKWIRE_KAFKA", kafka());
        options.services().forEach(other -> env.put(other.urlVariable(), "http://127.0.0.1:" + ports.of(other)));
        if (service.ownsDatabase()) {
            env.put("DESKWIRE_DB_HOST", "127.0.0.1");
            env.put("DESKWIRE_DB_PORT", String.valueOf(ports.postgres()));
            env.put("DESKWIRE_DB_PASSWORD", secrets.databasePassword(service.shortName()));
        }
        if (service.shortName().equals("auth") || service.shortName().equals("gateway")) {
            env.put("DESKWIRE_PUBLISHABLE_KEY", secrets.publishableKey());
            env.put("DESKWIRE_SECRET_KEY", secrets.secretKey());
        }
        if (service.shortName().equals("auth")) {
            env.putIfAbsent("DESKWIRE_ENCRYPTION_KEY", secrets.encryptionKey());
        }
        env.put("SERVER_ADDRESS", "127.0.0.1");
        if (ports.probe(service) != ports.of(service)) {
            env.put("MANAGEMENT_SERVER_PORT", String.valueOf(ports.probe(service)));
        }
        env.put("SERVER_PORT", String.valueOf(ports.of(service)));
        // glibc keeps an arena per thread and core, which costs a JVM some tens of megabytes for nothing.
        env.put("MALLOC_ARENA_MAX", "2");
        return env;
    }
}
