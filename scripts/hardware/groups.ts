import { readFileSync } from 'node:fs';

/** Name of a group by its number, from a text in the form of /etc/group (group(5)). */
export function groupNameIn(text: string, id: number): string | null {
  for (const line of text.split('\n')) {
    const [name, , number] = line.split(':');
    if (name !== undefined && number === String(id)) return name;
  }
  return null;
}

export function groupNameOf(id: number): string | null {
  try {
    return groupNameIn(readFileSync('/etc/group', 'utf8'), id);
  } catch {
    return null;
  }
}
