import { NUT_PORT } from '@hall/hardware/codec/nut';
import { POLL_MS } from '@hall/hardware/drivers/ups/machine';
import { z } from 'zod';

/** One line of printable text: it becomes part of a line of NUT's protocol. */
const Word = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}]+$/u, 'holds control characters');

/** A program and its arguments. No shell reads it: nothing is expanded, joined or substituted. */
export const Command = z
  .array(
    z
      .string()
      .max(1_024)
      .refine((text) => !text.includes('\0'), 'holds a NUL'),
  )
  .min(1)
  .max(32)
  .refine((words) => words[0]?.startsWith('/'), 'begins with the full path of a program');
export type Command = z.infer<typeof Command>;

const DAY_S = 86_400;
const Seconds = z.number().min(0).max(DAY_S);

/** How long a command of the operating system may take until it is given up. */
const COMMAND_S = 60;

const Watched = {
  /** Of the NUT server, mostly on this machine or on the hall's server. */
  host: z.string().min(1).max(253).default('127.0.0.1'),
  port: z.number().int().min(1).max(65_535).default(NUT_PORT),
  /** The device's name in `ups.conf` there. */
  name: Word.regex(/^\S+$/, 'holds blanks'),
  /** A user of `upsd.users` with `upsmon secondary`: then the UPS's own machine waits for this one. */
  user: z.strictObject({ name: Word, password: Word }).optional(),
  pollS: z
    .number()
    .min(0.05)
    .max(60)
    .default(POLL_MS / 1_000),
  /** Nothing is heard of a UPS that was last on battery: it counts as empty. upsmon.conf(5), DEADTIME: 15 s. */
  lostS: Seconds.default(15),
  /** Mains that are back for less than this may go again. */
  backS: Seconds.default(10),
  /** Switches the machine off, at the very end; absent: it stays on and goes on when the power is back. */
  shutdown: Command.optional(),
  commandS: z.number().min(0.1).max(DAY_S).default(COMMAND_S),
};

export const KioskUps = z.strictObject({
  ...Watched,
  /** On battery for this long, the kiosk closes; at once when the battery is low. */
  stopAfterS: Seconds.default(180),
  /** So long the person who stands there may go on. */
  visitS: Seconds.default(60),
  /** The same when the battery is low. */
  lowVisitS: Seconds.default(20),
});
export type KioskUps = z.infer<typeof KioskUps>;

export const ServerUps = z.strictObject({
  ...Watched,
  /** On battery for this long, the hall is stopped; longer than kiosks take, so that their reports still arrive. */
  stopAfterS: Seconds.default(300),
  /** Between the last warning to staff, kiosks and screens, and the stop: kiosks on the same UPS finish in it. */
  tellS: Seconds.default(30),
});
export type ServerUps = z.infer<typeof ServerUps>;

/** How the hall server is stopped and started again. */
export const HallServer = z.discriminatedUnion('by', [
  /** The command ends when the hall has ended, as `systemctl stop yichuang-hall.service` does. */
  z.strictObject({ by: z.literal('command'), stop: Command, start: Command.optional() }),
  z.strictObject({
    by: z.literal('process'),
    /** JSON with a field `pid` (the hall's ready file), or a bare number; of the outermost process. */
    pidFile: z.string().min(1).max(1_024),
    start: Command.optional(),
  }),
]);
export type HallServer = z.infer<typeof HallServer>;
