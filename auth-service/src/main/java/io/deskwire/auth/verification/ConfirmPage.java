package io.deskwire.auth.verification;

import org.springframework.web.util.HtmlUtils;

/// A page with one button, without a script: what follows the link is a person.
final class ConfirmPage {
    /// Without `form-action`, which browsers apply to where the form's answer leads as well.
    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

    private static final String HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="robots" content="noindex">
            <title>{{title}}</title>
            <style>
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f3f4f6; color: #111827;
                   font-family: system-ui, sans-serif }
            main { background: #fff; padding: 32px; border-radius: 8px; text-align: center }
            button { padding: 12px 24px; border: 0; border-radius: 6px; background: #1d4ed8; color: #fff; font: inherit;
                     cursor: pointer }
            </style>
            </head>
            <body>
            <main>
            <h1>{{title}}</h1>
            <form method="post" action="confirm">
            <input type="hidden" name="token" value="{{token}}">
            <input type="hidden" name="type" value="{{type}}">
            <input type="hidden" name="redirect_to" value="{{redirect}}">
            <button>Continue</button>
            </form>
            </main>
            </body>
            </html>
            """;

    private ConfirmPage() {}

    static String of(String token, String type, String redirectTo) {
        var title = switch (type) {
            case "signup", "email" -> "Confirm your address";
            case "invite" -> "Accept your invitation";
            case "recovery" -> "Set a new password";
            case "email_change" -> "Confirm the change of your address";
            default -> "Sign in";
        };
        return HTML.replace("{{title}}", title)
                .replace("{{type}}", HtmlUtils.htmlEscape(type))
                .replace("{{token}}", HtmlUtils.htmlEscape(token))
                .replace("{{redirect}}", HtmlUtils.htmlEscape(redirectTo));
    }
}
