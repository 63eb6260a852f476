// signUp and what a new person, and their first token, looks like.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PASSWORD, URL_, address, claims, client, elsewhere, ok, person } from './support/stack.mjs';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('signing up', () => {
  test('gives a session and a user of the documented shape', async () => {
    const { auth } = client(), email = address('Anna');
    const { session, user } = ok(await auth.signUp({ email, password: PASSWORD, options: { data: { name: 'Anna', team: 'north' } } }));

    assert.equal(session.token_type, 'bearer');
    assert.equal(session.expires_in, 3600);
    assert(Math.abs(session.expires_at - Date.now() / 1000 - 3600) < 30, `expires_at ${session.expires_at}`);
    assert(session.refresh_token);
    assert.match(user.id, UUID);
    assert.equal(user.aud, 'authenticated');
    assert.equal(user.role, 'authenticated');
    assert.equal(user.email, email.toLowerCase());
    assert.equal(user.phone, '');
    assert.equal(user.is_anonymous, false);
    assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'] });
    assert.equal(user.user_metadata.name, 'Anna');
    assert.equal(user.user_metadata.team, 'north');
    assert.equal(user.user_metadata.sub, user.id);
    assert.equal(user.user_metadata.email, email.toLowerCase());
    for (const instant of ['created_at', 'updated_at', 'email_confirmed_at', 'confirmed_at', 'last_sign_in_at']) {
      assert.match(user[instant] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, instant);
    }
    assert.equal(user.identities.length, 1);
    const [identity] = user.identities;
    assert.match(identity.identity_id, UUID);
    assert.equal(identity.id, user.id);
    assert.equal(identity.user_id, user.id);
    assert.equal(identity.provider, 'email');
    assert.equal(identity.email, email.toLowerCase());
    assert.equal(identity.identity_data.sub, user.id);
    assert(!JSON.stringify(user).includes(PASSWORD));
  });

  test('puts the documented claims into the token', async () => {
    const { session, user } = await person('claims');
    const { iat, exp, session_id, amr, ...rest } = claims(session.access_token);
    assert.equal(rest.iss, `${URL_}/auth/v1`);
    assert.equal(rest.sub, user.id);
    assert.equal(rest.aud, 'authenticated');
    assert.equal(rest.role, 'authenticated');
    assert.equal(rest.email, user.email);
    assert.equal(rest.phone, '');
    assert.equal(rest.aal, 'aal1');
    assert.equal(rest.is_anonymous, false);
    assert.deepEqual(rest.app_metadata, user.app_metadata);
    assert.deepEqual(rest.user_metadata, user.user_metadata);
    assert.match(session_id, UUID);
    assert.equal(exp - iat, 3600);
    assert.equal(amr[0].method, 'password');
    assert(Math.abs(amr[0].timestamp - iat) <= 5);
  });

  test('believes nothing that a person says about their own rights', async () => {
    const { session } = await person('climber', {
      data: { tenant_id: '00000000-0000-4000-8000-000000000001', tenant_role: 'admin', permissions: ['*'], is_service_user: true, role: 'service_role', app_metadata: { provider: 'x' } },
    });
    const granted = claims(session.access_token);
    assert.equal(granted.role, 'authenticated');
    assert.equal(granted.tenant_id ?? null, null);
    assert.equal(granted.tenant_role ?? null, null);
    assert(!granted.is_service_user);
    assert.deepEqual(granted.permissions ?? [], []);
    assert.deepEqual(granted.app_metadata, { provider: 'email', providers: ['email'] });
  });

  test('refuses an address that is taken, however it is written', async () => {
    const { email, user } = await person('taken');
    for (const again of [email, email.toUpperCase()]) {
      const { data, error } = await client().auth.signUp({ email: again, password: PASSWORD });
      assert.equal(data.user, null);
      assert.equal(error.status, 422);
      assert.equal(error.code, 'user_already_exists');
      assert.equal(error.message, 'User already registered');
    }
    const { session } = await elsewhere({ email, password: PASSWORD });
    assert.equal(session.user.id, user.id);
  });

  test('says what is wrong with what it was given', async () => {
    const { auth } = client(), email = address('wrong');
    const cases = [
      [{ email, password: '' }, 400, 'validation_failed', 'Signup requires a valid password'],
      [{ email: 'nobody', password: PASSWORD }, 400, 'validation_failed', 'Unable to validate email address: invalid format'],
      [{ email: `${'a'.repeat(250)}@example.com`, password: PASSWORD }, 400, 'validation_failed'],
      [{ phone: '+491701234567', password: PASSWORD }, 400, 'phone_provider_disabled'],
    ];
    for (const [credentials, status, code, message] of cases) {
      const { error } = await auth.signUp(credentials);
      assert.equal(error?.code, code, `${JSON.stringify(credentials).slice(0, 60)}: ${error?.message}`);
      assert.equal(error.status, status);
      if (message) assert.equal(error.message, message);
    }
    assert.equal((await auth.signUp({})).error.name, 'AuthInvalidCredentialsError');
  });

  test('names the reasons of a weak password', async () => {
    const { error } = await client().auth.signUp({ email: address('weak'), password: '12345' });
    assert.equal(error.name, 'AuthWeakPasswordError');
    assert.equal(error.status, 422);
    assert.equal(error.code, 'weak_password');
    assert.equal(error.message, 'Password should be at least 6 characters.');
    assert.deepEqual(error.reasons, ['length']);
  });
});
