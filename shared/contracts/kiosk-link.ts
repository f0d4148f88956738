import { z } from 'zod';
import { CertificateSlip, PrintReport, TicketSlip } from './commands.ts';
import { PairingCode } from './enrolment.ts';
import { Instant, ItemId, QueueId, TicketId } from './identifiers.ts';
import { QUERY_REQUESTS } from './kiosk-query.ts';
import { InfoMessage, PeripheralHealth, QueueMessage } from './messages.ts';
import { RESIDENT_REQUESTS } from './resident-link.ts';
import { PagePicture } from './screen-picture.ts';
import { Text } from './text.ts';

/**
 * The loopback WebSocket between a kiosk's page and its device host (`/link`, JSON texts). The page proves
 * itself with the per-start token that its host wrote into the page. A person's data never reaches the page:
 * it sees a masked name and what follows from the card.
 */

export const LINK_PATH = '/link';

/** Where the locked window's shell asks whether the page lives: {@link PagesAlive}, on the loopback interface only. */
export const ALIVE_PATH = '/alive';
/** A page that cannot say so eight times in a row is taken for dead within two seconds. */
export const BEAT_MS = 250;

/** What the page may know of the card on the reader. */
export const CardView = z.strictObject({
  /** Changes with every card that is laid. */
  card: z.string(),
  maskedName: z.string(),
  age: z.number().int().nullable(),
  senior: z.boolean(),
  kind: z.enum(['resident', 'hmt-resident', 'foreign-2017', 'foreign-2023']),
});
export type CardView = z.infer<typeof CardView>;

export const LinkRequest = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('catalogue') }),
  /** `card` is needed for real-name queues, and is the one that the page was told of. */
  z.strictObject({
    name: z.literal('take'),
    items: z.array(ItemId).max(5),
    queue: QueueId.nullable(),
    card: z.string().nullable(),
  }),
  z.strictObject({ name: z.literal('reprint'), ticket: TicketId }),
  z.strictObject({ name: z.literal('certificate'), kind: z.enum(['insurance']), card: z.string() }),
  ...RESIDENT_REQUESTS,
  ...QUERY_REQUESTS,
  /** Asks a guide to come to this machine; while the bell rings already, nothing more happens. */
  z.strictObject({ name: z.literal('helper') }),
  /** The person is done or has walked away: everything of them is forgotten. */
  z.strictObject({ name: z.literal('end') }),
  /** While the machine closes: nobody is served any more, and the page says so to whoever comes. */
  z.strictObject({ name: z.literal('closed') }),
]);
export type LinkRequest = z.infer<typeof LinkRequest>;

/** How a page stands on its screen. Nothing of what a person does there. */
export const PageView = z.strictObject({
  /** Path and query of its address. */
  place: z.string().max(300),
  /** It covers its whole screen and is not hidden. */
  full: z.boolean(),
  /** It is neither zoomed nor pinched. */
  plain: z.boolean(),
});
export type PageView = z.infer<typeof PageView>;

export const FromPage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), token: z.string().max(128) }),
  /** Its own words, in the order in which a drawing counts them; said once, before anybody has touched it. */
  z.strictObject({ type: z.literal('words'), texts: z.array(Text).max(1_000) }),
  /** Every {@link BEAT_MS}: a page that stops saying so has crashed or hangs. */
  z.strictObject({
    type: z.literal('alive'),
    view: PageView,
    /** Somebody has begun something: they are not to be disturbed. */
    busy: z.boolean().optional(),
  }),
  /** How the screen looks, as `draw` asked; null: somebody stands there, and was not told. */
  z.strictObject({ type: z.literal('picture'), id: z.string().max(64), picture: PagePicture.nullable() }),
  z.strictObject({ type: z.literal('request'), id: z.string().min(8).max(64), request: LinkRequest }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** How far a machine is that the hall does not let in yet, or not any more. */
export const EnrolmentView = z.discriminatedUnion('step', [
  /** The server does not answer. */
  z.strictObject({ step: z.literal('contacting') }),
  z.strictObject({
    step: z.literal('waiting'),
    code: PairingCode,
    expiresAt: Instant,
    /** Of the hall's CA, as this machine has seen it; null on the hall's own machine. */
    caFingerprint: z.string().nullable(),
  }),
  /** A manager said no. */
  z.strictObject({ step: z.literal('refused') }),
  /** The server is not the one whose fingerprint the installer has pinned. */
  z.strictObject({ step: z.literal('wrong-hall') }),
  /** The credential has ended. */
  z.strictObject({ step: z.literal('revoked') }),
]);
export type EnrolmentView = z.infer<typeof EnrolmentView>;

/** The helper's bell of this machine: silent, ringing since an instant of the hall, or answered. */
export const BellView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('off') }),
  z.strictObject({ state: z.literal('ringing'), since: Instant.nullable() }),
  z.strictObject({ state: z.literal('coming') }),
]);
export type BellView = z.infer<typeof BellView>;

/**
 * The mains have failed. `battery`: the machine goes on. `closing`: whoever stands there may finish, nobody new
 * begins. `closed`: the last papers come out, then the machine stops.
 */
export const PowerView = z.strictObject({ state: z.enum(['battery', 'closing', 'closed']) });
export type PowerView = z.infer<typeof PowerView>;

/** The open pages of a host, and how long ago each was heard. */
export const PagesAlive = z.strictObject({
  pages: z.array(PageView.extend({ heardMsAgo: z.number().min(0) })).max(64),
});
export type PagesAlive = z.infer<typeof PagesAlive>;

const LinkError = z.strictObject({ code: z.string(), text: Text });

export const FromHost = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('state'),
    /** The server answers. */
    online: z.boolean(),
    /** Since when it does not, ms since the epoch. */
    lostSince: z.number().nullable(),
    info: InfoMessage.nullable(),
    queues: z.array(QueueMessage),
    peripherals: z.array(PeripheralHealth),
    device: z.string(),
    bell: BellView,
    /**
     * [N4] Without a server: for each queue why this machine can give none of its own numbers now, or null where it
     * can. Null where the server is there, or this machine keeps no numbers.
     */
    offline: z.record(QueueId, Text.nullable()).nullable(),
    /** Null or absent: there are mains, or this machine has no UPS. */
    power: PowerView.nullable().optional(),
    /** What the self-test found that whoever stands there should know. */
    limits: z.array(Text).max(8).optional(),
    /** How this screen is set; absent: as the page itself would. */
    screen: z.strictObject({ brightness: z.number().min(1).max(100) }).optional(),
  }),
  /** Draw the screen without anything personal. `visit`: whoever stands there has been told. */
  z.strictObject({ type: z.literal('draw'), id: z.string(), visit: z.boolean() }),
  /** Support looks at this screen, or does not any more. */
  z.strictObject({ type: z.literal('support'), looks: z.boolean() }),
  z.strictObject({ type: z.literal('enrolment'), state: EnrolmentView.nullable() }),
  z.strictObject({ type: z.literal('card'), card: CardView.nullable() }),
  /** The reader saw a card and could not read it. */
  z.strictObject({ type: z.literal('card-trouble'), text: Text }),
  z.strictObject({ type: z.literal('scanned'), text: z.string().max(512) }),
  z.strictObject({ type: z.literal('answer'), id: z.string(), ok: z.literal(true), body: z.unknown() }),
  z.strictObject({ type: z.literal('failure'), id: z.string(), ok: z.literal(false), error: LinkError }),
  /** How far the paper of a ticket, certificate or booking is. */
  z.strictObject({
    type: z.literal('paper'),
    of: z.enum(['ticket', 'certificate', 'booking']),
    id: z.string(),
    state: z.discriminatedUnion('step', [
      z.strictObject({ step: z.literal('printing') }),
      z.strictObject({ step: z.literal('done'), report: PrintReport, text: Text, mayReprint: z.boolean() }),
    ]),
  }),
]);
export type FromHost = z.infer<typeof FromHost>;

export { CertificateSlip, TicketSlip };
