// realtime: channels whose token comes late, changes or goes; protected channels; limits.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { disconnectAll, fetchesTokens, founder, hearsTickets, listen, realtimeClient, subscribed, ticket } from './support/realtime.mjs';
import { PASSWORD, Storage, address, found, http, ok, until } from './support/stack.mjs';

after(disconnectAll);

describe('a channel that is subscribed before its token', () => {
  test('hears its tenant once the user signs in', async () => {
    const ann = await founder('late'), sb = realtimeClient(), channel = listen(sb, 'board');
    await subscribed(channel);
    await ticket(ann.token, 'unseen');
    ok(await sb.auth.signInWithPassword({ email: ann.email, password: PASSWORD }));
    await hearsTickets(channel, ann.token, 'seen');
    assert(!channel.subjects.includes('unseen'));
    assert(!channel.statuses.includes('CLOSED'));
  });

  test('hears its tenant with a session from storage', async () => {
    const ann = await founder('stored'), sb = realtimeClient({ storage: new Storage(ann.storage) }), channel = listen(sb, 'board');
    await subscribed(channel);
    if (!fetchesTokens(sb)) ok(await sb.auth.refreshSession());
    await hearsTickets(channel, ann.token, 'stored');
  });

  test('hears its tenant with a token from a callback', async () => {
    const ann = await founder('callback'), sb = realtimeClient({ accessToken: async () => ann.token }), channel = listen(sb, 'board');
    await subscribed(channel);
    if (!fetchesTokens(sb)) sb.realtime.setAuth(ann.token);
    await hearsTickets(channel, ann.token, 'callback');
    assert.equal(channel.statuses.at(-1), 'SUBSCRIBED');
    assert(!channel.statuses.includes('CLOSED'), channel.statuses.join());
  });

  test('hears the tenant that its user founds', async () => {
    const sb = realtimeClient(), email = address('homeless');
    const { session } = ok(await sb.auth.signUp({ email, password: PASSWORD }));
    const channel = listen(sb, 'board');
    await subscribed(channel);
    await found({ email, session });
    const refreshed = ok(await sb.auth.refreshSession()).session;
    await hearsTickets(channel, refreshed.access_token, 'at home');
    assert(!channel.statuses.includes('CLOSED'));
  });

  test('tells and hears nothing while it is nobody\'s', async () => {
    const ann = await founder('room'), there = listen(ann.sb, 'room');
    await subscribed(there);
    await hearsTickets(there, ann.token, 'ready');
    const nobody = listen(realtimeClient(), 'room', { broadcast: { ack: true } });
    await subscribed(nobody);
    assert.equal(await nobody.channel.send({ type: 'broadcast', event: 'hello', payload: {} }), 'error');
    assert.equal(await there.channel.send({ type: 'broadcast', event: 'secret', payload: {} }), 'ok');
    await ticket(ann.token, 'secret');
    await until('the ticket', () => there.subjects.includes('secret'));
    assert.deepEqual([there.broadcasts, nobody.broadcasts, nobody.subjects], [[], [], []]);
  });
});

describe('a live channel', () => {
  test('goes on in the other tenant after a switch', async () => {
    const ann = await founder('switch'), channel = listen(ann.sb, 'board');
    await subscribed(channel);
    await hearsTickets(channel, ann.token, 'first');
    const second = await found({ email: ann.email, session: { access_token: ann.token } }, 'second');
    const switched = await http('POST', `/api/v1/tenants/${second.id}/switch`, { token: ann.token });
    assert.equal(switched.status, 204, switched.text);
    const { access_token } = ok(await ann.sb.auth.refreshSession()).session;
    await hearsTickets(channel, access_token, 'second');
    await ticket(ann.token, 'of the first again');
    await ticket(access_token, 'last');
    await until('the last ticket', () => channel.subjects.includes('last'));
    assert(!channel.subjects.includes('of the first again'));
    assert(!channel.statuses.includes('CLOSED'), channel.statuses.join());
  });

  test('goes on for whoever signs in next', async () => {
    const ann = await founder('leaves'), bob = await founder('follows'), channel = listen(ann.sb, 'board');
    await subscribed(channel);
    await hearsTickets(channel, ann.token, 'first');
    await ann.sb.auth.signOut({ scope: 'local' });
    ok(await ann.sb.auth.signInWithPassword({ email: bob.email, password: PASSWORD }));
    await hearsTickets(channel, bob.token, 'second');
    assert(!channel.statuses.includes('CLOSED'), channel.statuses.join());
  });

  test('is left and joined again at once', async () => {
    const ann = await founder('again'), first = listen(ann.sb, 'board');
    await subscribed(first);
    ann.sb.removeChannel(first.channel);
    const second = listen(ann.sb, 'board');
    await subscribed(second);
    await hearsTickets(second, ann.token, 'seen');
    assert.deepEqual(second.statuses.filter(status => status === 'CLOSED'), []);
  });

  test('refuses a message that is too large and stays', async () => {
    const ann = await founder('large'), channel = listen(ann.sb, 'board', { broadcast: { ack: true } });
    await subscribed(channel);
    await hearsTickets(channel, ann.token, 'ready');
    for (const size of [300_000, 1_500_000]) {
      assert.equal(await channel.channel.send({ type: 'broadcast', event: 'big', payload: { text: 'x'.repeat(size) } }), 'error');
    }
    assert.equal(await channel.channel.send({ type: 'broadcast', event: 'small', payload: {} }), 'ok');
    assert.equal(channel.statuses.at(-1), 'SUBSCRIBED');
    const answer = await http('POST', '/realtime/v1/api/broadcast/board/events/big', { token: ann.token, body: { text: 'x'.repeat(300_000) } });
    assert.deepEqual([answer.status, answer.json.type], [422, '/problems/payload_size_exceeded']);
  });
});

describe('a protected channel', () => {
  /** Joined with the token, as an application does that waits for it. */
  async function signedIn(ann, name, config) {
    ann.sb.realtime.setAuth(ann.token);
    return listen(ann.sb, name, config);
  }

  test('is the staff\'s or the ticket\'s, and nobody\'s under another name', async () => {
    const ann = await founder('staff'), id = await ticket(ann.token, 'Late');
    for (const name of ['staff:lounge', `ticket:${id}`, 'tickets.read:board']) {
      await subscribed(await signedIn(ann, name, { private: true }));
    }
    const stranger = await founder('stranger');
    for (const [someone, name] of [[ann, 'secret room'], [stranger, `ticket:${id}`]]) {
      const refused = await signedIn(someone, name, { private: true });
      await until('CHANNEL_ERROR', () => refused.statuses.includes('CHANNEL_ERROR'));
      assert.match(refused.failures.join(), /Unauthorized: You do not have permissions to read from this Channel topic/);
      await someone.sb.removeChannel(refused.channel);
    }
    const answer = await http('POST', `/realtime/v1/api/broadcast/ticket:${id}/events/e?private=true`, { token: stranger.token, body: {} });
    assert.deepEqual([answer.status, answer.json.type], [403, '/problems/channel-forbidden']);
  });

  test('repeats what was sent before', async () => {
    const ann = await founder('replay');
    const sent = await http('POST', '/realtime/v1/api/broadcast/staff:lounge/events/news?private=true', { token: ann.token, body: { n: 1 } });
    assert.equal(sent.status, 202, sent.text);
    const channel = await signedIn(ann, 'staff:lounge', { private: true, broadcast: { replay: { since: 0, limit: 10 }, replication_ready: true } });
    await subscribed(channel);
    const [message] = await until('the broadcast', () => channel.broadcasts.length && channel.broadcasts);
    assert.deepEqual([message.event, message.payload, message.meta?.replayed], ['news', { n: 1 }, true]);
    await until('the message', () => channel.systems.some(({ message }) => message === 'Replication connection established'));
  });
});
