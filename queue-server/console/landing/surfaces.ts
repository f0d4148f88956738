import { DemoSurfaces } from '@hall/shared/contracts/feed';

/** `none`: the server says that it is no demo; `away`: it says nothing. */
export type Surfaces =
  | { readonly is: 'demo'; readonly surfaces: DemoSurfaces }
  | { readonly is: 'none' | 'away' };

export async function loadSurfaces(get: typeof fetch): Promise<Surfaces> {
  try {
    const response = await get('/demo/surfaces', {
      headers: { accept: 'application/json' },
      cache: 'no-store',
    });
    if (response.status === 404) return { is: 'none' };
    const parsed = DemoSurfaces.safeParse(response.ok ? await response.json() : null);
    return parsed.success ? { is: 'demo', surfaces: parsed.data } : { is: 'away' };
  } catch {
    return { is: 'away' };
  }
}
