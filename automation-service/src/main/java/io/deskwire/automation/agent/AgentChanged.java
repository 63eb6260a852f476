package io.deskwire.automation.agent;

import io.deskwire.common.identity.UserId;

/// What a node remembers of the agent is no longer true once this transaction is committed.
record AgentChanged(UserId agent) {}
