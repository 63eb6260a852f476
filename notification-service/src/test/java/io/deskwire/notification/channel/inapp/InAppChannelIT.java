package io.deskwire.notification.channel.inapp;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.notification.channel.NotificationChannel;
import io.deskwire.notification.channel.NotificationChannelContract;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@NotificationServiceTest
class InAppChannelIT extends NotificationChannelContract {
    @Autowired
    InAppChannel channel;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess access;

    @Override
    protected NotificationChannel channel() {
        return channel;
    }

    @Override
    protected List<String> told(UUID user) {
        return access.call(
                "test",
                () -> jdbc.sql(
                                "SELECT title FROM notifications WHERE tenant_id = :tenant AND user_id = :user ORDER BY id")
                        .param("tenant", tenant)
                        .param("user", user)
                        .query(String.class)
                        .list());
    }
}
