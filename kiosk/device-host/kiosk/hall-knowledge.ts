import type { Catalogue } from '@hall/shared/contracts/commands';
import type { InfoMessage, Message, QueueMessage } from '@hall/shared/contracts/messages';
import type { Result } from '@hall/shared/contracts/result';
import { ok } from '@hall/shared/contracts/result';
import type { z } from 'zod';
import { randomId } from '../ids.ts';
import type { AskFault, Incoming, ServerLink } from '../link/server-link.ts';
import type { HallCopy } from '../offline/hall-copy.ts';

type Info = z.infer<typeof InfoMessage>;
type QueueState = z.infer<typeof QueueMessage>;

/** Where the hall has not said its zone yet; every hall of the suite's first users is there. */
const FALLBACK_TIME_ZONE = 'Asia/Shanghai';

/** What the kiosk knows of the hall: retained state, and the catalogue as long as it is the current one. */
export interface HallKnowledge {
  take(incoming: Incoming): boolean;
  info(): Info | null;
  queues(): QueueState[];
  timeZone(): string;
  seniorAge(): number | null;
  /** From memory where it is current or the server is away; browsing must not depend on the server. */
  catalogue(): Promise<Result<Catalogue, AskFault>>;
}

export function hallKnowledge(link: () => Pick<ServerLink, 'ask' | 'online'>, copy: HallCopy): HallKnowledge {
  let { info, catalogue } = copy.said;
  /** Who asks while an answer for the same version is under way gets that one. */
  let underWay: { readonly of: string | null; readonly answer: Promise<Result<Catalogue, AskFault>> } | null =
    null;
  const queues = new Map<string, QueueState>(copy.queues.map((queue) => [queue.queue, queue]));

  return {
    take({ name, message }) {
      if (name === 'info') {
        info = message as Message<'info'>;
        copy.info(info);
      } else if (name === 'queue') {
        const queue = message as QueueState;
        queues.set(queue.queue, queue);
        copy.queue(queue);
      } else return false;
      return true;
    },
    info: () => info,
    queues: () => [...queues.values()],
    timeZone: () => info?.timeZone ?? FALLBACK_TIME_ZONE,
    seniorAge: () => catalogue?.seniorAge ?? null,
    async catalogue() {
      const current = catalogue !== null && (info === null || catalogue.version === info.catalogue);
      if (catalogue !== null && (current || !link().online())) return ok(catalogue);
      const of = info?.catalogue ?? null;
      if (underWay?.of === of) return underWay.answer;
      const mine = { of, answer: read() };
      underWay = mine;
      return mine.answer.finally(() => {
        if (underWay === mine) underWay = null;
      });
    },
  };

  async function read(): Promise<Result<Catalogue, AskFault>> {
    let asked = await link().ask('catalogue.read', { themes: true, publicInfo: true }, { id: randomId() });
    // A server of before themes, as after a return to the last version, refuses to be asked for them.
    if (!asked.ok && asked.error.code === 'BAD_REQUEST')
      asked = await link().ask('catalogue.read', {}, { id: randomId() });
    if (asked.ok) {
      catalogue = asked.value;
      copy.catalogue(catalogue);
    }
    return asked;
  }
}
