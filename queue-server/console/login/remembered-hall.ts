import { Text } from '@hall/shared/contracts/text';

const STORAGE_KEY = 'hall-name';

/** The hall's name is known only after a login: this computer's login page keeps it for the next one. */
export function rememberHall(name: Text): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(name));
}

export function rememberedHall(): Text | null {
  try {
    const parsed = Text.safeParse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
