/** The part of a JSON Schema that the editor looks at. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a number may be, from the server's schema, by the path of a rule's field (`queues[].digits`). */
export function limitsOf(
  schema: Readonly<Record<string, unknown>>,
  template: string,
): { readonly least: number; readonly most: number } | null {
  let at: Schema | undefined = schema;
  for (const step of template.split('.')) {
    at = at?.properties?.[step.replace('[]', '')];
    if (step.endsWith('[]')) at = at?.items;
  }
  const { minimum, maximum } = at ?? {};
  // Whole numbers have the largest safe one as their limit: nobody needs to read that.
  if (minimum === undefined || maximum === undefined) return null;
  if (minimum <= Number.MIN_SAFE_INTEGER || maximum >= Number.MAX_SAFE_INTEGER) return null;
  return { least: minimum, most: maximum };
}
