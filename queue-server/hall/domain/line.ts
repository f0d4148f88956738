import type { List } from 'immutable';
import type { Place } from './state.ts';

/** A line ordered by virtual arrival, ties by ledger position. Pure; the common case is joining at the end. */

function before(a: Place, b: Place): boolean {
  return a.virtual < b.virtual || (a.virtual === b.virtual && a.seq < b.seq);
}

/** How many stand before this place: the index at which it belongs. */
export function placeIndex(line: List<Place>, place: Place): number {
  const last = line.last();
  if (last === undefined || before(last, place)) return line.size;
  let low = 0;
  let high = line.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(line.get(middle) as Place, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function join(line: List<Place>, place: Place): List<Place> {
  const index = placeIndex(line, place);
  return index === line.size ? line.push(place) : line.insert(index, place);
}

export function leave(line: List<Place>, place: Place): List<Place> {
  const index = placeIndex(line, place);
  const found = line.get(index);
  if (found === undefined || found.ticket !== place.ticket) return line;
  return index === 0 ? line.shift() : line.delete(index);
}

/** How many stand before a ticket that waits. */
export function ahead(line: List<Place>, place: Place): number {
  return placeIndex(line, place);
}
