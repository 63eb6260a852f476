package io.deskwire.automation.agent;

/// The agent is gone for good, and what it holds is to be taken from it. Told in the transaction of the revocation.
public record AgentRevoked(Agent agent) {}
