/** Each half of a pairing code; without 0, 1, I and O, as `PairingCode` of the contract. */
const HALF = /^[2-9A-HJ-NP-Z]{4}$/;

/** The half that the console shows, so that a person finds the line of the device in front of them. */
export function shownHalf(code: string): string {
  return code.slice(0, 4);
}

/**
 * The code to send for a waiting request, from what a person typed while looking at the device: the second
 * half, or the whole code. The half that the console shows is never typed for them into a whole code, and the
 * half that it hides is never taken from the request: only the hall knows whether the two agree. Null: not yet
 * a code.
 */
export function typedCode(shown: string, typed: string): string | null {
  const symbols = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  const halves = symbols.length === 8 ? [symbols.slice(0, 4), symbols.slice(4)] : [shown, symbols];
  return halves.every((half) => HALF.test(half)) ? halves.join('-') : null;
}
