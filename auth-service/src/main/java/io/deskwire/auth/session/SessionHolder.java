package io.deskwire.auth.session;

import io.deskwire.auth.member.Workplace;
import io.deskwire.auth.user.User;
import java.util.List;

/// A session, its user and where that person may work; a service user has no workplaces.
record SessionHolder(Session session, User user, List<Workplace> workplaces) {}
