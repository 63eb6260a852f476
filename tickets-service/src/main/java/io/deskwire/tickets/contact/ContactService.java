package io.deskwire.tickets.contact;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to contacts. They have no events of their own: a ticket's events name its requester.
@Service
public class ContactService {
    private final ContactRepository contacts;
    private final Clock clock;

    ContactService(ContactRepository contacts, Clock clock) {
        this.contacts = contacts;
        this.clock = clock;
    }

    /// The contacts of these people, by email; made where they are new. What is already known of somebody stays, only
    /// gaps are filled. Call it before anything else in the transaction takes a lock.
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<String, ContactId> named(Actor actor, TenantId tenant, Collection<Requester> people) {
        if (people.isEmpty()) {
            return Map.of();
        }
        var once = new LinkedHashMap<String, Requester>();
        people.forEach(person -> once.putIfAbsent(person.email(), person));
        return contacts.nameAll(tenant, once.values(), Stamp.first(actor, clock.instant()));
    }

    @Transactional
    public Contact create(Caller caller, Requester person) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
        var contact = new Contact(
                new ContactId(Uuid7.next()),
                caller.requireTenant(),
                person,
                Stamp.first(caller.actor(), clock.instant()));
        if (!contacts.insert(contact)) {
            throw emailTaken(
                    person.email(),
                    contacts.findId(contact.tenantId(), person.email()).orElse(null));
        }
        return contact;
    }

    /// @param email the one contact with this address, or none; null for all
    @Transactional(readOnly = true)
    public Page<Contact> list(Caller caller, @Nullable String email, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        return page.page(contacts.page(caller.requireTenant(), email, page), contact -> Cursor.of(contact.id()));
    }

    @Transactional(readOnly = true)
    public Contact get(Caller caller, ContactId id) {
        caller.require(Permission.TICKETS_READ);
        return contacts.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("contact", id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Contact update(Caller caller, ContactId id, ContactPatch patch, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_WRITE);
        var before = get(caller, id);
        Revision.check(ifMatch, before.stamp().version(), _ -> List.of());
        var person = patch.applied(before.person());
        if (person.equals(before.person())) {
            return before;
        }
        if (!person.email().equals(before.person().email())) {
            contacts.findId(before.tenantId(), person.email()).ifPresent(other -> {
                throw emailTaken(person.email(), other);
            });
        }
        var after = before.next(person, caller.actor(), clock.instant());
        try {
            if (!contacts.update(after)) {
                throw Conflict.changedMeanwhile("contact");
            }
        } catch (DuplicateKeyException _) {
            throw emailTaken(person.email(), null);
        }
        return after;
    }

    /// @param existing the contact who has it; null where the database itself refused, after which it tells nothing
    private static Conflict emailTaken(String email, @Nullable ContactId existing) {
        return new Conflict(
                "email-taken",
                "a contact with the address '%s' exists already; change that one, or use another address"
                        .formatted(email),
                existing == null ? Map.of() : Map.of("existing_id", existing));
    }
}
