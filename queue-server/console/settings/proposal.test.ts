import { describe, expect, it } from 'vitest';
import { change, NO_CHANGES } from './draft.ts';
import { proposalFor } from './proposal.ts';

const document = { reprintLimit: 2 };
const plan = (version: number, base: number, effectiveAt: number) => ({
  info: { version, base, effectiveAt },
  document,
});
const view = {
  document,
  inForce: { version: 3 },
  scheduled: [plan(4, 3, 1000), plan(5, 4, 2000), plan(6, 5, 3000)],
};
const draft = change(document, NO_CHANGES, 'reprintLimit', 1);

describe('what is asked of the server', () => {
  it('at once: from what is in force, plans go on', () => {
    expect(proposalFor(view, draft, null)).toEqual({
      base: 3,
      edits: [{ path: ['reprintLimit'], value: 1 }],
      scheduled: { do: 'carry' },
    });
  });

  it('for later: on top of the plans until then; later ones are named as ending', () => {
    expect(proposalFor(view, draft, 2500)).toMatchObject({
      base: 5,
      effectiveAt: 2500,
      scheduled: { do: 'cancel', versions: [6] },
    });
    expect(proposalFor(view, draft, 500)).toMatchObject({
      base: 3,
      scheduled: { do: 'cancel', versions: [4, 5, 6] },
    });
  });
});
