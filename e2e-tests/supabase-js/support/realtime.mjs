// Clients with channels, as an application would make them, of any version of the package.
import { PASSWORD, PUBLISHABLE, Storage, URL_, address, createClient, found, http, ok, until } from './stack.mjs';

const clients = [];

/** Without `transport`, because 2.45 opens no socket with it. */
export function realtimeClient({ storage = new Storage(), accessToken } = {}) {
  const auth = accessToken ? undefined : { autoRefreshToken: false, persistSession: true, storage };
  const sb = createClient(URL_, PUBLISHABLE, { ...(auth && { auth }), ...(accessToken && { accessToken }) });
  clients.push(sb);
  return sb;
}

/** Sockets and their timers would keep the process. */
export const disconnectAll = () => Promise.all(clients.map(sb => sb.removeAllChannels().then(() => sb.realtime.disconnect())));

/** 2.45 knows a token only, no way to one. */
export const fetchesTokens = sb => typeof sb.realtime.accessToken === 'function';

/** Somebody in a tenant of their own, with a client and a stored session. */
export async function founder(name) {
  const storage = new Storage(), sb = realtimeClient({ storage }), email = address(name);
  const { session } = ok(await sb.auth.signUp({ email, password: PASSWORD }));
  const tenant = await found({ email, session });
  const refreshed = ok(await sb.auth.refreshSession()).session;
  return { sb, storage, email, tenant, token: refreshed.access_token, id: refreshed.user.id };
}

/** A subscribed channel that remembers all it is told. */
export function listen(sb, name, config) {
  const heard = { statuses: [], failures: [], subjects: [], broadcasts: [], systems: [] };
  const channel = sb.channel(name, config && { config })
    .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'tickets' }, change => heard.subjects.push(change.new.subject))
    .on('broadcast', { event: '*' }, message => heard.broadcasts.push(message))
    .on('system', {}, message => heard.systems.push(message));
  channel.subscribe((status, failure) => { heard.statuses.push(status); if (failure) heard.failures.push(failure.message); });
  return { channel, ...heard };
}

export const subscribed = ({ statuses }) => until('SUBSCRIBED', () => statuses.at(-1) === 'SUBSCRIBED', 15_000);

export async function ticket(token, subject) {
  const answer = await http('POST', '/api/v1/tickets', { token, body: { subject } });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.json.id ?? answer.json.ticket.id;
}

/** Makes tickets until one arrives: the first ones may come before the channel has its token. */
export async function hearsTickets({ subjects }, token, subject) {
  let count = 0, next = 0;
  await until(`a ticket "${subject}" on the channel`, async () => {
    if (Date.now() > next) { next = Date.now() + 1_000; await ticket(token, `${subject} ${++count}`); }
    return subjects.some(each => each.startsWith(subject));
  }, 40_000);
}
