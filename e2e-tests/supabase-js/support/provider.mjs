// An OpenID provider (oidc-provider, as certified) that stands in for Google. Whoever is named in `login_hint` is signed in
// there and agrees to everything; nobody is asked.
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';
import { URL_ } from './stack.mjs';

export const ISSUER = process.env.DESKWIRE_OAUTH_GOOGLE_ISSUER;
const CLIENT = { id: process.env.DESKWIRE_OAUTH_GOOGLE_CLIENT_ID, secret: process.env.DESKWIRE_OAUTH_GOOGLE_SECRET };

const people = new Map();
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
/** Another with each run, as a provider names a new key. */
const kid = randomUUID();

/** Somebody with an account at the provider. */
export function account(subject, { email, verified = true, name = subject }) {
  people.set(subject, { sub: subject, email, email_verified: verified, name, picture: `https://example.com/${subject}.png` });
  return subject;
}

/** Answers at [ISSUER] until it is closed. */
export async function startProvider() {
  const provider = new Provider(ISSUER, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${URL_}/auth/v1/callback`], grant_types: ['authorization_code', 'refresh_token'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['of the test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => people.has(id) && { accountId: id, claims: () => people.get(id) },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] },
    pkce: { required: () => false },
    ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, IdToken: 60 },
  });
  const answer = provider.callback();
  const server = http.createServer((request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    agree(provider, request, response).catch(failure => response.writeHead(500).end(String(failure.stack)));
  });
  const { hostname, port } = new URL(ISSUER);
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, hostname, resolve));
  return { close: () => new Promise(resolve => { server.close(resolve); server.closeAllConnections(); }) };
}

async function agree(provider, request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, people.has(params.login_hint)
      ? { login: { accountId: params.login_hint } }
      : { error: 'access_denied', error_description: 'The user denied access' });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

/** What a mobile application's SDK gets from the provider: an ID token of its own, signed with the provider's key. */
export function idToken(subject, more = {}) {
  const now = Math.floor(Date.now() / 1000);
  const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part({ iss: ISSUER, aud: CLIENT.id, iat: now, exp: now + 60, ...people.get(subject), ...more })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}
