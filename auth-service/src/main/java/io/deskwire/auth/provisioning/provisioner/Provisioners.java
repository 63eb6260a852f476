package io.deskwire.auth.provisioning.provisioner;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/// The services this version can set up, by name.
@Component
public final class Provisioners {
    private final Map<String, Provisioner> byName = new TreeMap<>();

    Provisioners(List<Provisioner> all) {
        all.forEach(provisioner -> byName.put(provisioner.service(), provisioner));
    }

    public Map<String, Provisioner> byName() {
        return byName;
    }
}
