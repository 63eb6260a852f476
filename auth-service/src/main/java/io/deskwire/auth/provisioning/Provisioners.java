package io.deskwire.auth.provisioning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// The products this version can set up, by name.
@Component
final class Provisioners {
    private final Map<String, Provisioner> byName = new TreeMap<>();

    Provisioners(List<Provisioner> all) {
        all.forEach(provisioner -> byName.put(provisioner.service(), provisioner));
    }

    Map<String, Provisioner> byName() {
        return byName;
    }
}
