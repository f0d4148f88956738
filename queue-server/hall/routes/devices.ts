import { DeviceLoginBody, type DeviceSession } from '@hall/shared/contracts/feed';
import { fault } from '@hall/shared/contracts/result';
import type { FastifyInstance } from 'fastify';
import type { DeviceTokens } from '../access/device-token.ts';
import type { DocumentStore } from '../papers/documents.ts';
import { sendProblem } from './problem.ts';
import { actorOf, type Doors } from './who.ts';

export const MQTT_PATH = '/mqtt';
/** Exchanges of a credential, per address and minute: a hall's screens share few addresses behind a switch. */
const SESSIONS_PER_MINUTE = 600;

/** What devices need over HTTP: a short-lived MQTT password, and a document that they may print once. */
export function deviceRoutes(
  app: FastifyInstance,
  doors: Doors,
  tokens: DeviceTokens,
  documents: DocumentStore,
): void {
  app.post(
    '/api/v1/device-session',
    { config: { rateLimit: { max: SESSIONS_PER_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const body = DeviceLoginBody.safeParse(request.body);
      if (!body.success) return sendProblem(reply, fault('BAD_REQUEST', 'device and secret are needed'));
      const { device, secret } = body.data;
      const actor = doors.access.devices.check(device, secret) ? doors.devices.actor(device) : null;
      const generation = doors.access.devices.generation(device);
      if (!actor || generation === null)
        return sendProblem(reply, fault('DEVICE_UNKNOWN', 'unknown device or wrong secret'));
      return reply.send({
        device: actor.id,
        kind: actor.device,
        hall: doors.config.id,
        ...tokens.issue(actor.id, generation, doors.now()),
        mqttPath: MQTT_PATH,
      } satisfies DeviceSession);
    },
  );

  app.get('/api/v1/certificates/:certificate/document', async (request, reply) => {
    const actor = actorOf(request, doors);
    if (actor?.kind !== 'device')
      return sendProblem(reply, fault('DEVICE_UNKNOWN', 'only a device fetches a document'));
    const { certificate } = request.params as { certificate: string };
    const pdf = documents.takeOnce(certificate, actor.id, doors.now());
    if (!pdf)
      return sendProblem(
        reply,
        fault('CERTIFICATE_UNKNOWN', 'unknown, of another device, or fetched already'),
      );
    return reply.type('application/pdf').header('cache-control', 'no-store').send(pdf);
  });
}
