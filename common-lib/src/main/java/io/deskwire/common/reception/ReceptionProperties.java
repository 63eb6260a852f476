package io.deskwire.common.reception;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param idle groups that this node takes no part in; another one has to
@ConfigurationProperties("deskwire.reception")
record ReceptionProperties(@DefaultValue Set<String> idle) {}
