// What Deskwire does not do answers with its documented code: SSO, Web3, passkeys, the OAuth server, custom providers.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { backend, client, http, person } from './support/stack.mjs';

async function refused(call, status, code) {
  const { error } = await call;
  assert.equal(error?.code, code, error?.message);
  assert.equal(error.status, status);
}

describe('what is off', () => {
  test('single sign-on by SAML', async () => {
    await refused(client().auth.signInWithSSO({ domain: 'example.com' }), 404, 'saml_provider_disabled');
    await refused(client({ flowType: 'pkce' }).auth.signInWithSSO({ providerId: randomUUID() }), 404, 'saml_provider_disabled');
  });

  test('wallets', async () => {
    const { auth } = client();
    await refused(auth.signInWithWeb3({ chain: 'ethereum', message: 'x', signature: '0x00' }), 422, 'web3_provider_disabled');
    await refused(auth.signInWithWeb3({ chain: 'solana', message: 'x', signature: new Uint8Array(64) }), 422, 'web3_provider_disabled');
  });

  test('passkeys', async () => {
    const { auth } = await person('passkeys'), credential = { id: 'x', rawId: 'x', type: 'public-key', response: {} };
    await refused(auth.passkey.startRegistration(), 404, 'passkey_disabled');
    await refused(auth.passkey.verifyRegistration({ challengeId: randomUUID(), credential }), 404, 'passkey_disabled');
    await refused(auth.passkey.startAuthentication(), 404, 'passkey_disabled');
    await refused(auth.passkey.verifyAuthentication({ challengeId: randomUUID(), credential }), 404, 'passkey_disabled');
    await refused(auth.passkey.list(), 404, 'passkey_disabled');
    await refused(auth.passkey.update({ passkeyId: randomUUID(), friendlyName: 'x' }), 404, 'passkey_disabled');
    await refused(auth.passkey.delete({ passkeyId: randomUUID() }), 404, 'passkey_disabled');
    // These begin in the browser, and end there where it has no authenticator.
    assert.match((await auth.registerPasskey()).error.message, /does not support WebAuthn/);
    assert.match((await auth.signInWithPasskey()).error.message, /does not support WebAuthn/);
  });

  test('passkeys of others', async () => {
    const { id } = await person('passkeys-admin'), { passkey } = backend().auth.admin;
    await refused(passkey.listPasskeys({ userId: id }), 404, 'passkey_disabled');
    await refused(passkey.deletePasskey({ userId: id, passkeyId: randomUUID() }), 404, 'passkey_disabled');
  });

  test('the OAuth server, for its users', async () => {
    const { auth } = await person('oauth-server');
    await refused(auth.oauth.getAuthorizationDetails(randomUUID()), 404, 'feature_disabled');
    await refused(auth.oauth.approveAuthorization(randomUUID(), { skipBrowserRedirect: true }), 404, 'feature_disabled');
    await refused(auth.oauth.denyAuthorization(randomUUID(), { skipBrowserRedirect: true }), 404, 'feature_disabled');
    await refused(auth.oauth.listGrants(), 404, 'feature_disabled');
    await refused(auth.oauth.revokeGrant({ clientId: randomUUID() }), 404, 'feature_disabled');
  });

  test('the OAuth server, for its administrator', async () => {
    const { oauth } = backend().auth.admin, clientId = randomUUID();
    await refused(oauth.listClients(), 404, 'feature_disabled');
    await refused(oauth.createClient({ client_name: 'x', redirect_uris: ['https://example.com'] }), 404, 'feature_disabled');
    await refused(oauth.getClient(clientId), 404, 'feature_disabled');
    await refused(oauth.updateClient(clientId, { client_name: 'y' }), 404, 'feature_disabled');
    await refused(oauth.deleteClient(clientId), 404, 'feature_disabled');
    await refused(oauth.regenerateClientSecret(clientId), 404, 'feature_disabled');
  });

  test('providers of the application\'s own', async () => {
    const { customProviders } = backend().auth.admin;
    await refused(customProviders.listProviders(), 404, 'feature_disabled');
    await refused(customProviders.createProvider({ provider_type: 'oidc', identifier: 'custom:x', name: 'x', client_id: 'x', client_secret: 'y' }), 404, 'feature_disabled');
    await refused(customProviders.getProvider('custom:x'), 404, 'feature_disabled');
    await refused(customProviders.updateProvider('custom:x', { name: 'y' }), 404, 'feature_disabled');
    await refused(customProviders.deleteProvider('custom:x'), 404, 'feature_disabled');
  });

  test('is not said of what is on', async () => {
    const { json } = await http('GET', '/auth/v1/settings');
    assert.equal(json.external.email, true);
    assert.equal(json.external.phone, false);
    assert.equal(json.external.anonymous_users, true);
    assert.equal(json.saml_enabled, false);
    assert.equal(json.disable_signup, false);
    assert.equal(json.mailer_autoconfirm, true);
  });
});
