/** Hours of the morning are over by noon: the first page begins with a time that can be had, if there is one. */
export function fromFirstFree<S extends { readonly free: number }>(slots: readonly S[]): readonly S[] {
  const first = slots.findIndex(({ free }) => free > 0);
  return first === -1 ? slots : slots.slice(first);
}
