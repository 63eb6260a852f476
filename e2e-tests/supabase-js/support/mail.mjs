// The mails that the stack sent, read from its mail API as a person reads an inbox.
import { MAIL_API, until } from './stack.mjs';

const read = new Set();

/** The next mail to this address that was not read yet: {subject, text, html, link, token, code}. */
export async function mailTo(address) {
  const { ID } = await until(`a mail to ${address}`, async () => (await unread(address))[0]);
  read.add(ID);
  const { Subject, Text, HTML } = await get(`/api/v1/message/${ID}`);
  const link = links(HTML)[0] ?? links(Text)[0];
  return {
    subject: Subject, text: Text, html: HTML, link,
    token: link && (new URL(link).searchParams.get('token_hash') ?? new URL(link).searchParams.get('token')),
    code: Text.replace(/https?:\S+/g, '').match(/\b\d{6,10}\b/)?.[0],
  };
}

export async function unread(address) {
  const { messages } = await get('/api/v1/messages?limit=500');
  return messages.filter(mail => !read.has(mail.ID) && mail.To.some(to => to.Address.toLowerCase() === address.toLowerCase())).reverse();
}

function links(text) {
  return (text.match(/https?:\/\/[^\s"'<>]+/g) ?? []).map(link => link.replaceAll('&amp;', '&')).filter(link => /token/.test(link));
}

async function get(path) {
  return (await fetch(MAIL_API + path)).json();
}
