import type { Text } from '@hall/shared/contracts/text';

/** What a person is told when a card could not be read, by what would help. */
export function troubleWords(ask: 'lift-and-lay-again' | 'call-staff'): Text {
  return ask === 'lift-and-lay-again'
    ? {
        zh: '没有读到证件。请拿起来，再放平一次。',
        en: 'The card could not be read. Lift it and lay it flat again.',
      }
    : {
        zh: '读卡器出了故障。请到咨询台取号。',
        en: 'The card reader has a fault. Please go to the guide desk.',
      };
}
