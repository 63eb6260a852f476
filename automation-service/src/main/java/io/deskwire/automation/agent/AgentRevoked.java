package io.deskwire.automation.agent;

/// Told inside the service, in the transaction of the revocation or removal: the agent's leases must be taken away.
public record AgentRevoked(Agent agent) {}
