import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const ASSETS = [
  ['tokens.css', fileURLToPath(import.meta.resolve('@hall/shared/ui/tokens.css')), 'text/css; charset=utf-8'],
  [
    'platform.css',
    fileURLToPath(new URL('../assets/platform.css', import.meta.url)),
    'text/css; charset=utf-8',
  ],
  ['live.js', fileURLToPath(new URL('../assets/live.js', import.meta.url)), 'text/javascript; charset=utf-8'],
] as const;

/** The few files of the pages, read once at start. */
export function assetRoutes(app: FastifyInstance): void {
  for (const [name, file, type] of ASSETS) {
    const bytes = readFileSync(file);
    app.get(`/assets/${name}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(bytes),
    );
  }
}
