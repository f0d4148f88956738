import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../testing/hall.ts';
import { whyNotProduction } from './production.ts';

describe('a production hall', () => {
  it('refuses the folders of a demo with a sentence, and takes any other', () => {
    const folder = scratchFolder();
    expect(whyNotProduction(folder.path)).toBeNull();
    writeFileSync(path.join(folder.path, 'demo-credentials.json'), '{}');
    expect(whyNotProduction(folder.path)).toContain('belonged to a demo');
    folder.remove();
  });
});
