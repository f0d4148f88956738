import { createHash, randomBytes } from 'node:crypto';
import { SIMULATED_PEOPLE } from '@hall/hardware/simulators/people';
import { sealPerson } from '@hall/kiosk/device-host/offline/seal-person';
import { openSealedPerson, sealToOf } from '@hall/queue-server/hall/vault/sealed-person';
import { Person } from '@hall/shared/contracts/identity';
import { SealedPerson } from '@hall/shared/contracts/offline';
import { describe, expect, it } from 'vitest';

const hallKey = createHash('sha256').update('a hall').digest();
const of = { device: 'kiosk-1', requestId: 'press-00001' };
const people = SIMULATED_PEOPLE.map(({ card }) =>
  Person.parse({ name: card.name, idNumber: card.number, cardKind: card.kind, birth: card.birth }),
);

describe('[N4] a person whom a kiosk sealed', () => {
  it('is read by the vault, and by nobody else', () => {
    for (const person of people) {
      const sealed = SealedPerson.parse(sealPerson(sealToOf(hallKey), person, of));
      expect(openSealedPerson(hallKey, sealed, of)).toEqual(person);
      expect(openSealedPerson(randomBytes(32), sealed, of)).toBeNull();
      expect(openSealedPerson(hallKey, sealed, { ...of, requestId: 'press-00002' })).toBeNull();
      expect(openSealedPerson(hallKey, sealed, { ...of, device: 'kiosk-2' })).toBeNull();
    }
  });

  it('looks different each time, is as long whatever the name, and breaks when a bit is turned', () => {
    const sealed = people.map((person) => sealPerson(sealToOf(hallKey), person, of));
    expect(new Set(sealed.map(({ box }) => box.length)).size).toBe(1);
    const [first] = people;
    expect(sealPerson(sealToOf(hallKey), first!, of)).not.toEqual(sealed[0]);
    const box = Buffer.from(sealed[0]!.box, 'base64');
    for (const at of [0, 100, box.length - 1]) {
      const turned = Buffer.from(box);
      turned[at] = (turned[at] as number) ^ 1;
      expect(openSealedPerson(hallKey, { ...sealed[0]!, box: turned.toString('base64') }, of)).toBeNull();
    }
    const noPoint = { ...sealed[0]!, key: Buffer.alloc(32).toString('base64') };
    expect(openSealedPerson(hallKey, noPoint, of)).toBeNull();
  });
});
