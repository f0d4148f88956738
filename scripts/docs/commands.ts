import { COMMAND_ENTRIES, COMMAND_NAMES } from '@hall/shared/contracts/commands';
import { code, page, table } from './markdown.ts';

/** `docs/commands.md`: the one command table, behind HTTP and MQTT. */
export function commandsPage(): string {
  return page('Commands', 'shared/contracts/commands.ts', [
    'People’s browsers give commands over HTTP, below `/api/v1`; devices ask them over MQTT (`device/{device}/ask`, see ' +
      '[messages](messages.md)). Both are thin adapters over this table: the same bodies, rights and answers. Errors ' +
      'are in [errors](errors.md). The bodies and answers are in the OpenAPI document of a running hall, at `/api/docs`.',
    'A command that changes something has a request id: the `Idempotency-Key` header over HTTP (without one, each ' +
      'request is a new one), the `id` of the ask over MQTT. The same id of the same asker gets the same answer. A browser also sends its session’s check value as ' +
      '`X-Session-Check`.',
    table(
      ['command', 'HTTP', 'changes', 'staff roles', 'devices', 'says'],
      COMMAND_NAMES.map((name) => {
        const entry = COMMAND_ENTRIES[name];
        return [
          code(name),
          code(`${entry.http.method} ${entry.http.path}`),
          entry.reads ? 'no' : 'yes',
          entry.roles.join(', ') || '–',
          entry.devices.join(', ') || '–',
          entry.says,
        ];
      }),
    ),
  ]);
}
