// auth.mfa and auth.admin.mfa: TOTP works, the other factors are off.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { PASSWORD, accessToken, backend, claims, client, elsewhere, ok, person } from './support/stack.mjs';
import { totp } from './support/totp.mjs';

async function withFactor(name) {
  const someone = await person(name);
  const factor = ok(await someone.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone', issuer: 'Deskwire' }));
  const verified = ok(await someone.auth.mfa.challengeAndVerify({ factorId: factor.id, code: totp(factor.totp.secret) }));
  return { ...someone, factor, session: verified };
}

const levels = async auth => {
  const { currentLevel, nextLevel } = ok(await auth.mfa.getAuthenticatorAssuranceLevel());
  return `${currentLevel} ${nextLevel}`;
};

describe('a second factor', () => {
  test('is enrolled, challenged and verified', async () => {
    const { auth, session } = await person('totp'), seen = [];
    auth.onAuthStateChange(event => { seen.push(event); });
    assert.equal(await levels(auth), 'aal1 aal1');
    const factor = ok(await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'my phone', issuer: 'Deskwire' }));
    assert.equal(factor.type, 'totp');
    assert.equal(factor.friendly_name, 'my phone');
    assert.match(factor.totp.qr_code, /^data:image\/svg\+xml;utf-8,<(\?xml|svg|!DOCTYPE)/i);
    assert.match(factor.totp.secret, /^[A-Z2-7]{16,}$/);
    const uri = new URL(factor.totp.uri);
    assert.equal(uri.protocol, 'otpauth:');
    assert.equal(uri.searchParams.get('secret'), factor.totp.secret);
    assert.equal(uri.searchParams.get('issuer'), 'Deskwire');

    const challenge = ok(await auth.mfa.challenge({ factorId: factor.id }));
    assert.equal(challenge.type, 'totp');
    assert(challenge.expires_at > Date.now() / 1000);
    const code = totp(factor.totp.secret);
    const wrong = await auth.mfa.verify({ factorId: factor.id, challengeId: challenge.id, code: code === '000000' ? '000001' : '000000' });
    assert.equal(wrong.error.code, 'mfa_verification_failed');
    assert.equal(wrong.error.status, 422);
    assert.equal(wrong.error.message, 'Invalid TOTP code entered');
    const verified = ok(await auth.mfa.verify({ factorId: factor.id, challengeId: challenge.id, code }));
    assert.notEqual(verified.refresh_token, session.refresh_token);
    assert.equal(claims(verified.access_token).aal, 'aal2');
    assert.equal(claims(verified.access_token).session_id, claims(session.access_token).session_id);
    assert.deepEqual(claims(verified.access_token).amr.map(({ method }) => method).sort(), ['password', 'totp']);
    assert(seen.includes('MFA_CHALLENGE_VERIFIED'), seen.join());
    assert.equal(await levels(auth), 'aal2 aal2');

    const { all, totp: verifiedOnes, phone } = ok(await auth.mfa.listFactors());
    assert.deepEqual(all.map(({ id, status, factor_type }) => [id, status, factor_type]), [[factor.id, 'verified', 'totp']]);
    assert.deepEqual(verifiedOnes.map(({ friendly_name }) => friendly_name), ['my phone']);
    assert.deepEqual(phone, []);
    assert.equal(all[0].phone, '');
    assert('last_challenged_at' in all[0]);
    assert.equal(claims(ok(await auth.refreshSession()).session.access_token).aal, 'aal2');
  });

  test('is asked for at the next sign-in before anything important', async () => {
    const someone = await withFactor('second');
    const other = await elsewhere(someone);
    assert.equal(await levels(other.auth), 'aal1 aal2');
    const said = ok(await other.auth.mfa.getAuthenticatorAssuranceLevel(other.session.access_token));
    assert.deepEqual([said.currentLevel, said.nextLevel, said.currentAuthenticationMethods[0].method], ['aal1', 'aal2', 'password']);

    const password = (await other.auth.updateUser({ password: `${PASSWORD}-2` })).error;
    assert.equal(password?.code, 'insufficient_aal');
    assert.equal(password.status, 401);
    const enrol = (await other.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'thief' })).error;
    assert.equal(enrol?.code, 'insufficient_aal');
    assert.equal(enrol.status, 403);
    const unenrol = (await other.auth.mfa.unenroll({ factorId: someone.factor.id })).error;
    assert.equal(unenrol?.code, 'insufficient_aal');
    assert.equal(unenrol.status, 422);

    ok(await other.auth.mfa.challengeAndVerify({ factorId: someone.factor.id, code: totp(someone.factor.totp.secret, 1) }));
    assert.equal(await levels(other.auth), 'aal2 aal2');
    assert.equal(ok(await other.auth.mfa.unenroll({ factorId: someone.factor.id })).id, someone.factor.id);
    assert.deepEqual(ok(await other.auth.mfa.listFactors()).all, []);
    assert.equal(claims(ok(await other.auth.refreshSession()).session.access_token).aal, 'aal1');
  });

  test('ends the sessions that did not show it', async () => {
    const someone = await person('upgraded'), other = await elsewhere(someone);
    const factor = ok(await someone.auth.mfa.enroll({ factorType: 'totp' }));
    ok(await someone.auth.mfa.challengeAndVerify({ factorId: factor.id, code: totp(factor.totp.secret) }));
    assert.equal((await other.auth.getUser()).error?.name, 'AuthSessionMissingError');
    ok(await someone.auth.getUser());
  });

  test('has a name of its own, and belongs to its person', async () => {
    const someone = await person('named'), other = await person('other');
    const factor = ok(await someone.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'one' }));
    const conflict = (await someone.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'one' })).error;
    assert.equal(conflict?.code, 'mfa_factor_name_conflict');
    assert.equal(conflict.status, 422);
    for (const factorId of [factor.id, randomUUID()]) {
      const { error } = await other.auth.mfa.challenge({ factorId });
      assert.equal(error?.code, 'mfa_factor_not_found');
      assert.equal(error.status, 404);
    }
    const unknown = (await someone.auth.mfa.verify({ factorId: factor.id, challengeId: randomUUID(), code: '123456' })).error;
    assert.equal(unknown?.code, 'mfa_factor_not_found');
    assert.equal(unknown.status, 422);
    ok(await someone.auth.mfa.unenroll({ factorId: factor.id }));
    ok(await someone.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'one' }));
  });

  test('is seen and taken away by an administrator', async () => {
    const someone = await withFactor('lost'), admin = backend().auth.admin;
    const { factors } = ok(await admin.mfa.listFactors({ userId: someone.id }));
    assert.deepEqual(factors.map(({ id, status, friendly_name }) => [id, status, friendly_name]), [[someone.factor.id, 'verified', 'phone']]);
    assert(!JSON.stringify(factors).includes(someone.factor.totp.secret));
    const answer = ok(await admin.mfa.deleteFactor({ userId: someone.id, id: someone.factor.id }));
    assert.equal((answer.data ?? answer).id, someone.factor.id); // the client wraps what it got twice
    assert.deepEqual(ok(await admin.mfa.listFactors({ userId: someone.id })).factors, []);
    const gone = (await admin.mfa.deleteFactor({ userId: someone.id, id: someone.factor.id })).error;
    assert.equal(gone?.code, 'mfa_factor_not_found');
    assert.equal(gone.status, 404);
  });

  test('needs a session', async () => {
    for (const ask of [auth => auth.mfa.enroll({ factorType: 'totp' }), auth => auth.mfa.challenge({ factorId: randomUUID() }), auth => auth.mfa.unenroll({ factorId: randomUUID() })]) {
      const { error } = await ask(client().auth);
      assert.equal(error?.code, 'bad_jwt');
      assert.equal(error.status, 403);
      assert.equal(error.message, 'invalid claim: missing sub claim');
    }
  });
});

describe('factors that are off', () => {
  test('say so: phone and WebAuthn', async () => {
    const { auth } = await person('off');
    for (const [ask, code] of [
      [auth.mfa.enroll({ factorType: 'phone', phone: '+491701234567' }), 'mfa_phone_enroll_not_enabled'],
      [auth.mfa.enroll({ factorType: 'webauthn', friendlyName: 'key' }), 'mfa_webauthn_enroll_not_enabled'],
      [auth.mfa.webauthn.enroll({ friendlyName: 'key' }), 'mfa_webauthn_enroll_not_enabled'],
    ]) {
      const { error } = await ask;
      assert.equal(error?.code, code);
      assert.equal(error.status, 422);
    }
  });

  test('cannot be challenged or verified', async () => {
    const { auth } = await person('off-challenge'), factorId = randomUUID();
    assert.match((await auth.mfa.webauthn.challenge({ factorId, webauthn: { rpId: 'localhost', rpOrigins: [] } })).error?.code, /^(mfa_factor_not_found|mfa_webauthn_verify_not_enabled)$/);
    const credential = { id: 'x', rawId: new ArrayBuffer(1), type: 'public-key', getClientExtensionResults: () => ({}), response: { attestationObject: new ArrayBuffer(1), clientDataJSON: new ArrayBuffer(1) } };
    const { error } = await auth.mfa.webauthn.verify({ factorId, challengeId: randomUUID(), webauthn: { type: 'create', rpId: 'localhost', rpOrigins: [], credential_response: credential } });
    assert.match(error?.code, /^(mfa_factor_not_found|mfa_webauthn_verify_not_enabled)$/);
  });

  test('are left alone by a client without a browser', async () => {
    const { auth } = await person('off-browser');
    assert.match((await auth.mfa.webauthn.register({ friendlyName: 'key', webauthn: { rpId: 'localhost' } })).error.message, /does not support WebAuthn/);
    assert.match((await auth.mfa.webauthn.authenticate({ factorId: randomUUID(), webauthn: { rpId: 'localhost' } })).error.message, /does not support WebAuthn/);
  });

  test('say so: recovery codes', async t => {
    const { auth } = await person('off-recovery');
    const codes = auth.mfa.recoveryCodes;
    if (!codes) return t.skip('this client has none');
    for (const ask of [codes.getStatus(), codes.generate(), codes.regenerate(), codes.unenroll()]) {
      const { error } = await ask;
      assert.equal(error?.code, 'mfa_recovery_codes_enroll_not_enabled');
      assert.equal(error.status, 422);
    }
    const { error } = await codes.verify({ code: 'abcd-efgh' });
    assert.equal(error?.code, 'mfa_recovery_codes_verify_not_enabled');
    assert(await accessToken({ auth }));
  });
});
