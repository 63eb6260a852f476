package io.deskwire.common.tenancy;

/// Migrations of a module that brings tables of its own into each service that uses it.
///
/// @param location for example `classpath:db/directory`; the placeholder `${service}` names the service's roles
public record ModuleTables(String location) {}
