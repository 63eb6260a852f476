package io.deskwire.notification.rule;

/// The sentences that people read.
final class Titles {
    private Titles() {}

    static String newTicket(String subject) {
        return "New ticket: " + subject;
    }

    static String assignedToYou(String subject) {
        return "Assigned to you: " + subject;
    }

    static String nowHasStatus(String status, String subject) {
        return "Now %s: %s".formatted(status.replace('_', ' '), subject);
    }

    static String newComment(String subject) {
        return "New comment on: " + subject;
    }

    static String mentionedYou(String subject) {
        return "You were mentioned on: " + subject;
    }

    static String jobNeedsAttention(String type) {
        return "Job needs attention: " + type;
    }

    static String pairingRequested(String agentType, String device) {
        return "Pairing requested: %s on %s".formatted(agentType, device);
    }
}
