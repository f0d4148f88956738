import { expect, it } from 'vitest';
import { isKioskUrl, mayNavigate } from './policy.ts';

const HOME = 'http://127.0.0.1:18090/';

it.each([
  'https://example.com/',
  'http://127.0.0.1.example.com/',
  'http://localhost:18090/',
  'http://user@127.0.0.1:18090/',
  'http://:secret@127.0.0.1:18090/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'view-source:http://127.0.0.1:18090/',
  'blob:http://127.0.0.1:18090/x',
  'about:blank',
  '',
])('a window shows no %s', (url) => {
  expect(isKioskUrl(url)).toBe(false);
  expect(mayNavigate(HOME, url)).toBe(false);
});

it('a window stays at its own origin, and no other port of this machine', () => {
  expect(mayNavigate(HOME, 'http://127.0.0.1:18090/?again')).toBe(true);
  expect(mayNavigate(HOME, 'http://127.0.0.1:631/')).toBe(false);
});
