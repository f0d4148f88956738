import { z } from 'zod';
import { ItemId, QueueId, ZoneId } from './identifiers.ts';
import { PublicInfo } from './public-info.ts';
import { Text } from './text.ts';
import { Theme } from './themes.ts';

const PublicItem = z.strictObject({
  id: ItemId,
  code: z.string(),
  name: Text,
  department: Text,
  queue: QueueId,
  zone: ZoneId,
  themes: z.array(z.string()),
  aliases: z.array(z.string()),
  onTheSpot: z.boolean(),
  promisedDays: z.number().int(),
  legalDays: z.number().int(),
  feeYuan: z.number(),
  materials: z.array(
    z.strictObject({
      name: Text,
      copies: z.number().int(),
      form: z.enum(['original', 'copy', 'electronic', 'shared']),
    }),
  ),
  steps: z.array(Text),
  certificate: z.enum(['insurance']).optional(),
});

/** What anyone may know of the hall's services. */
export const Catalogue = z.strictObject({
  version: z.string(),
  hall: Text,
  guideQueue: QueueId,
  seniorAge: z.number().int(),
  zones: z.array(z.strictObject({ id: ZoneId, name: Text, place: Text })),
  queues: z.array(
    z.strictObject({
      id: QueueId,
      prefix: z.string(),
      name: Text,
      zone: ZoneId,
      department: Text,
      realName: z.boolean(),
      hours: z.array(z.strictObject({ days: z.array(z.number()), from: z.string(), to: z.string() })),
    }),
  ),
  /** The hall's themes; a catalogue of an older server has none: see `themesOf`. */
  themes: z.array(Theme).optional(),
  items: z.array(PublicItem),
  /** Only for a machine that asks for it. */
  publicInfo: PublicInfo.optional(),
});
export type Catalogue = z.infer<typeof Catalogue>;
