package io.deskwire.automation.device;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to devices.
@Service
public class DeviceService {
    private final DeviceRepository devices;
    private final Clock clock;

    DeviceService(DeviceRepository devices, Clock clock) {
        this.devices = devices;
        this.clock = clock;
    }

    /// An agent was paired on the device, once more perhaps.
    @Transactional(propagation = Propagation.MANDATORY)
    public void paired(TenantId tenant, String id, @Nullable String name) {
        var now = clock.instant();
        devices.remember(new Device(id, tenant, name, 1, now, now));
    }

    @Transactional(readOnly = true)
    public Page<Device> list(Caller caller, PageRequest page) {
        caller.require(Permission.ADMIN_AUTOMATION);
        return page.page(devices.page(caller.requireTenant(), page), device -> Cursor.of(device.id()));
    }
}
