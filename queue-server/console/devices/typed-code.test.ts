import { PairingCode } from '@hall/shared/contracts/enrolment';
import { describe, expect, it } from 'vitest';
import { shownHalf, typedCode } from './typed-code.ts';

describe('the code that a manager types', () => {
  it('is the second half, as it is read: in small letters, with spaces, with its dash', () => {
    for (const typed of ['2H9K', '2h9k', ' 2h 9k ', '-2H9K']) {
      expect([typed, typedCode('ABCD', typed)]).toEqual([typed, 'ABCD-2H9K']);
    }
  });

  it('or the whole code, of which nothing is put right', () => {
    expect(typedCode('ABCD', 'abcd-2h9k')).toBe('ABCD-2H9K');
    expect(typedCode('ABCD', 'EFGH 2H9K')).toBe('EFGH-2H9K');
  });

  it('is none while it is short, long, or has a symbol that no code has', () => {
    for (const typed of ['', '2H9', '2H9K3', 'ABCD2H9K3', '2H9O', '2H91', '2H9I', '2H9*', 'ABCO2H9K']) {
      expect([typed, typedCode('ABCD', typed)]).toEqual([typed, null]);
    }
  });

  it('always is what the contract takes', () => {
    expect(PairingCode.safeParse(typedCode('ABCD', '2h9k')).success).toBe(true);
    expect(shownHalf('ABCD-2H9K')).toBe('ABCD');
  });
});
