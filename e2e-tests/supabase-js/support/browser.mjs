// As much of a browser as signing in needs: cookies, redirects, and pressing the one button of a page.
import { SITE } from './stack.mjs';

const STEPS = 20;

export class Browser {
  #cookies = new Map();

  /** Opens a link and goes on until it is sent back to the application: its address, with `query` and `fragment` read. */
  async open(link) {
    let next = { url: new URL(link), method: 'GET' };
    for (let step = 0; step < STEPS; step++) {
      if (next.url.origin === new URL(SITE).origin) return arrival(next.url);
      const response = await this.#ask(next);
      const location = response.headers.get('location');
      if (location) {
        next = { url: new URL(location, next.url), method: 'GET' };
        continue;
      }
      const page = await response.text();
      const form = formOf(page, next.url);
      if (!form) return { url: next.url, status: response.status, page };
      next = form;
    }
    throw new Error(`more than ${STEPS} steps from ${link}`);
  }

  async #ask({ url, method, body }) {
    const response = await fetch(url, {
      method, body, redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml', 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Gecko/20100101 Firefox/140.0',
        cookie: [...this.#cookies].filter(([key]) => key.startsWith(`${url.host} `)).map(([key, value]) => `${key.slice(url.host.length + 1)}=${value}`).join('; '),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      this.#cookies.set(`${url.host} ${name}`, value);
    }
    return response;
  }
}

function arrival(url) {
  return { url, query: Object.fromEntries(url.searchParams), fragment: Object.fromEntries(new URLSearchParams(url.hash.slice(1))) };
}

function formOf(page, base) {
  const form = page.match(/<form\b([^>]*)>([\s\S]*?)<\/form>/i);
  if (!form) return undefined;
  const attribute = (tag, name) => tag.match(new RegExp(`\\b${name}="([^"]*)"`, 'i'))?.[1].replaceAll('&amp;', '&');
  const fields = [...form[2].matchAll(/<input\b[^>]*>/gi)].filter(([tag]) => attribute(tag, 'name')).map(([tag]) => [attribute(tag, 'name'), attribute(tag, 'value') ?? '']);
  return { url: new URL(attribute(form[1], 'action') ?? '', base), method: (attribute(form[1], 'method') ?? 'GET').toUpperCase(), body: new URLSearchParams(fields) };
}
