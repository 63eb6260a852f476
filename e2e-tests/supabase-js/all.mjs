// Everything, in one process, and then the proof that it is everything.
import './sign-up.test.mjs';
import './password.test.mjs';
import './session.test.mjs';
import './user.test.mjs';
import './mail.test.mjs';
import './pkce.test.mjs';
import './anonymous.test.mjs';
import './oauth.test.mjs';
import './mfa.test.mjs';
import './claims.test.mjs';
import './sign-out.test.mjs';
import './admin-users.test.mjs';
import './admin-links.test.mjs';
import './service-users.test.mjs';
import './disabled.test.mjs';
import './legacy-keys.test.mjs';
import './not-here.test.mjs';
import './changes.test.mjs';
import './wire.test.mjs';
import './realtime.test.mjs';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calledMethods, publicMethods } from './support/calls.mjs';
import { PACKAGE, backend } from './support/stack.mjs';
import { faults, requests } from './support/wire.mjs';

test('every public method of auth and auth.admin was called', t => {
  const there = publicMethods(backend().auth, 'auth', PACKAGE);
  const called = new Set(calledMethods());
  assert(there.length > 70, `only ${there.length} methods found: ${there}`);
  assert.deepEqual(there.filter(method => !called.has(method)), []);
  t.diagnostic(`${there.length} methods, ${requests.size} endpoints, ${[...requests.values()].reduce((a, b) => a + b)} requests`);
});

test('every answer had the documented shape', () => {
  assert.deepEqual(faults, []);
});
