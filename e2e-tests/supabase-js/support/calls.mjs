// Which of the client's methods the tests have called, and which there are.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const called = new Set();

/** The same object; its methods, and those of the namespaces in it, note that they were called. */
export function recorded(target, path) {
  return new Proxy(target, {
    get(_, name) {
      const value = target[name];
      if (typeof value === 'function') {
        return (...args) => {
          called.add(`${path}.${String(name)}`);
          return value.apply(target, args);
        };
      }
      return isNamespace(value) ? recorded(value, `${path}.${String(name)}`) : value;
    },
  });
}

export const calledMethods = () => [...called].sort();

/**
 * Every public method of a namespace and of those in it, by reflection. What TypeScript calls private or protected is as
 * visible at run time as the rest, so the package's own declarations tell which those are.
 */
export function publicMethods(namespace, path, packageName) {
  return methods(namespace, path, hiddenNames(packageName)).sort();
}

function methods(object, path, hidden) {
  return memberNames(object)
    .filter(name => name !== 'constructor' && !name.startsWith('_') && !hidden.has(name))
    .flatMap(name => {
      const value = object[name];
      if (typeof value === 'function') return [`${path}.${name}`];
      return isNamespace(value) ? methods(value, `${path}.${name}`, hidden) : [];
    });
}

function memberNames(object) {
  const names = new Set();
  for (let level = object; level && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    Object.getOwnPropertyNames(level).forEach(name => names.add(name));
  }
  return [...names];
}

function isNamespace(value) {
  return typeof value === 'object' && value !== null && memberNames(value).some(name => name !== 'constructor' && typeof value[name] === 'function')
    && !(value instanceof Map) && !(value instanceof Promise);
}

function hiddenNames(packageName) {
  const fromHere = createRequire(import.meta.url);
  const main = createRequire(fromHere.resolve(packageName)).resolve('@supabase/auth-js');
  const declared = ['GoTrueClient', 'GoTrueAdminApi', 'lib/webauthn']
    .flatMap(name => [...readFileSync(join(dirname(main), `${name}.d.ts`), 'utf8')
      .matchAll(/^\s+(?:private|protected)\s+(?:(?:static|readonly|get|set|async)\s+)*(\w+)/gm)]);
  return new Set(declared.map(match => match[1]));
}
