// Service users, which sign in as people do: with an address and a password, through supabase-js.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PASSWORD, address, backend, claims, client, elsewhere, found, http, ok, person } from './support/stack.mjs';

describe('a service user', () => {
  test('is made through the admin client, whose word on it counts', async () => {
    const boss = await person('employer'), tenant = await found(boss), email = address('robot');
    const { admin } = backend().auth;
    const attributes = { email, password: PASSWORD, email_confirm: true, user_metadata: { is_service_user: true, application_id: 'shop', application_name: 'Shop', organization_id: tenant.id } };
    const { user } = ok(await admin.createUser(attributes));
    assert.equal(user.user_metadata.is_service_user, true);
    assert.equal(user.app_metadata.is_service_user, true);
    const { session } = await elsewhere({ email, password: PASSWORD });
    const said = claims(session.access_token);
    assert.equal(said.sub, user.id);
    assert.equal(said.is_service_user, true);
    assert.equal(said.tenant_id, tenant.id);
    assert.equal(said.tenant_role, 'service');
    assert.equal(said.application_id, 'shop');
    assert.equal(said.application_name, 'Shop');
    assert.equal(said.organization_id, tenant.id);

    const listed = await http('GET', '/api/v1/service-users', { token: ok(await boss.auth.refreshSession()).session.access_token });
    assert(listed.json.data.some(({ id }) => id === user.id), listed.text);
    const nowhere = (await admin.createUser({ ...attributes, email: address('stray'), user_metadata: { is_service_user: true } })).error;
    assert.equal(nowhere?.code, 'validation_failed');
  });

  test('is not made by saying so', async () => {
    const someone = await person('pretender', { data: { is_service_user: true, application_id: 'shop' } });
    ok(await someone.auth.updateUser({ data: { is_service_user: true, organization_id: 'acme' } }));
    const said = claims(ok(await someone.auth.refreshSession()).session.access_token);
    assert(!said.is_service_user);
    assert.equal(said.application_id ?? null, null);
    assert.equal(said.organization_id ?? null, null);
  });

  test('of a tenant signs in with the credentials that its admin was shown', async () => {
    const admin = await person('boss'), tenant = await found(admin);
    const token = ok(await admin.auth.refreshSession()).session.access_token;
    const made = await http('POST', '/api/v1/service-users', { token, body: { name: 'order system', application_id: 'shop', permissions: ['tickets.read'] } });
    assert.equal(made.status, 201, made.text);

    const { auth } = client();
    const { session } = ok(await auth.signInWithPassword(made.json.credentials));
    const said = claims(session.access_token);
    assert.equal(said.is_service_user, true);
    assert.equal(said.tenant_id, tenant.id);
    assert.equal(said.tenant_role, 'service');
    assert.deepEqual(said.permissions, ['tickets.read']);
    assert.equal(said.application_id, 'shop');
    assert.equal((await http('GET', '/api/v1/tickets', { token: session.access_token })).status, 200);
    assert.equal((await http('POST', '/api/v1/tickets', { token: session.access_token, body: { subject: 'x' } })).status, 403);
    assert.equal(claims(ok(await auth.refreshSession()).session.access_token).tenant_role, 'service');
  });
});
