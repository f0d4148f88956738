import { COMMAND_ENTRIES, COMMAND_NAMES } from '@hall/shared/contracts/commands';
import { z } from 'zod';

/** OpenAPI 3.1 made from the command table; what the table does not say, the document does not claim. */
export function openApiDocument(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const name of COMMAND_NAMES) {
    const entry = COMMAND_ENTRIES[name];
    const fields = [...entry.http.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
    const body = z.toJSONSchema(entry.body, { io: 'input', unrepresentable: 'any' }) as {
      properties?: Record<string, unknown>;
      required?: string[];
    };
    const inPath = fields.map((field) => ({
      name: field,
      in: 'path',
      required: true,
      schema: body.properties?.[field] ?? { type: 'string' },
    }));
    for (const field of fields) delete body.properties?.[field];
    if (body.required) body.required = body.required.filter((field) => !fields.includes(field));
    const path = `/api/v1${entry.http.path}`;
    paths[path] = {
      ...paths[path],
      [entry.http.method.toLowerCase()]: {
        operationId: name,
        summary: entry.says,
        description: `Roles: ${entry.roles.join(', ') || 'none'}. Devices: ${entry.devices.join(', ') || 'none'}.`,
        parameters: [
          ...inPath,
          ...(entry.reads
            ? []
            : [
                { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } },
                { name: 'X-Session-Check', in: 'header', required: false, schema: { type: 'string' } },
              ]),
        ],
        ...(entry.http.method === 'POST'
          ? { requestBody: { content: { 'application/json': { schema: body } } } }
          : {}),
        responses: {
          200: {
            description: 'done',
            content: {
              'application/json': { schema: z.toJSONSchema(entry.answer, { unrepresentable: 'any' }) },
            },
          },
          default: {
            description: 'a problem document (RFC 9457) with a code',
            content: { 'application/problem+json': {} },
          },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Yichuang hall server', version, license: { name: 'MIT' } },
    paths,
  };
}
