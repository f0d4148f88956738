import { describe, expect, it } from 'vitest';
import { broke, connected, heard, SILENCE_MS, silence } from './connection.ts';

describe('connection lost since', () => {
  it('[L1] silence of three heartbeats counts, from the last contact on', () => {
    const state = connected(1_000);
    expect(silence(state, 1_000 + SILENCE_MS - 1).lostSince).toBeNull();
    expect(silence(state, 1_000 + SILENCE_MS).lostSince).toBe(1_000);
  });

  it('[L2] an error counts at once, and a later one does not move the time', () => {
    const lost = broke(heard(connected(1_000), 5_000));
    expect(lost.lostSince).toBe(5_000);
    expect(silence(broke(lost), 90_000).lostSince).toBe(5_000);
  });

  it('[L3] any contact ends it', () => {
    expect(heard(broke(connected(1_000)), 7_000)).toEqual({ lastContact: 7_000, lostSince: null });
  });
});
