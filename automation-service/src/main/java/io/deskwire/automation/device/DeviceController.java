package io.deskwire.automation.device;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DeviceController {
    private final DeviceService devices;

    DeviceController(DeviceService devices) {
        this.devices = devices;
    }

    @GetMapping("/api/v1/automation/devices")
    Page<Device> list(Caller caller, PageRequest page) {
        return devices.list(caller, page);
    }
}
