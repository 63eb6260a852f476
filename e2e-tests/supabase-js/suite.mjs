// The tests that fit the stack: where it confirms addresses by mail, those of that, else all the others.
import { http } from './support/stack.mjs';

const { json: settings } = await http('GET', '/auth/v1/settings');
await import(settings.mailer_autoconfirm ? './all.mjs' : './confirming.test.mjs');
