import type { DemoSurfaces } from '@hall/shared/contracts/feed';

type Login = DemoSurfaces['logins'][number];

/** A demo hall has dozens of staff: one account of each kind is enough to begin with, in the order of a visit. */
export function pickLogins(logins: readonly Login[]): { first: Login[]; others: Login[] } {
  const seen = new Set<string>();
  const first: Login[] = [];
  const others: Login[] = [];
  for (const login of logins) {
    const kind = [...login.roles].sort().join();
    (seen.has(kind) ? others : first).push(login);
    seen.add(kind);
  }
  return { first: first.sort((a, b) => order(a) - order(b)), others };
}

const ORDER = ['clerk', 'guide', 'manager', 'auditor', 'administrator'];

function order({ roles }: Login): number {
  const places = roles.map((role) => ORDER.indexOf(role)).filter((place) => place >= 0);
  // A plain clerk comes before a clerk who is more than that.
  return Math.min(...places, ORDER.length) + (roles.length - 1) / 10;
}
