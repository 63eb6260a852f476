package io.deskwire.notification.recipient;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to who is told. Every channel asks here.
@Service
public class Recipients {
    private final RecipientRepository members;

    Recipients(RecipientRepository members) {
        this.members = members;
    }

    /// By what members may do at present, as far as events have told; in the order of their ids, so that all who lock
    /// several locks them in the same order. One query. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Recipient> of(Addressees addressees) {
        return chosen(addressees, null);
    }

    /// As [#of], for what happened a while ago: of whose membership is no younger.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Recipient> missed(Addressees addressees, Instant occurredAt) {
        return chosen(addressees, occurredAt);
    }

    private List<Recipient> chosen(Addressees addressees, @Nullable Instant occurredAt) {
        return members.meant(addressees, occurredAt).stream()
                .filter(member -> addressees.admit(member.user(), member.permissions()))
                .map(member -> new Recipient(member.user(), addressees.needs(member.user())))
                .toList();
    }
}
