import { randomUUID } from 'node:crypto';
import {
  type Catalogue,
  COMMAND_ENTRIES,
  type CommandAnswer,
  type CommandBody,
  type CommandName,
} from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig, Role } from '@hall/shared/contracts/hall-config';
import { maskName } from '@hall/shared/contracts/identity';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { z } from 'zod';
import type { StaffLookup } from '../access/directory.ts';
import type { Actor } from '../access/store.ts';
import type { LiveConfig } from '../config/live.ts';
import type { DeviceRegistry } from '../devices/registry.ts';
import type { TicketPlace } from '../domain/place.ts';
import { formerSeat } from '../domain/seat.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { Given } from '../ledger/ledger.ts';
import type { SubmissionName, Submissions } from '../ledger/protocol.ts';
import type { Waits } from '../stats/estimates/waits.ts';
import { catalogueOf } from '../views/catalogue.ts';
import { deskView } from '../views/desk.ts';
import { hallView } from '../views/hall-view.ts';
import { itemNames } from '../views/serving.ts';
import { Slips } from '../views/slip.ts';
import { storyOf } from '../views/story.ts';
import { type AdministrationHandlers, type Asked, isAdministration } from './administration.ts';
import { mayActAt, mayCommand } from './authorise.ts';
import { NoteReader } from './note-reader.ts';

/** The answer as JSON text: it is made once, in the ledger for changes and here for reads. */
export type Outcome = Result<string, Fault<ErrorCode>>;

/** Decided otherwise where a manager asks. */
const ASKS_FOR_MANAGER: ReadonlySet<CommandName> = new Set(['paper.start', 'window.close']);

/** Who sees the mean of the ratings. */
const SEES_GRADES: readonly Role[] = ['manager', 'auditor'];

export type IssueCertificate = (
  body: CommandBody<'certificate.issue'>,
  actor: Actor,
  requestId: string,
) => Promise<Result<CommandAnswer<'certificate.issue'>, Fault<ErrorCode>>>;

export interface ExecutorOptions {
  readonly live: Pick<LiveConfig, 'current' | 'at'>;
  readonly staff: StaffLookup;
  readonly ledger: LedgerClient;
  readonly devices: DeviceRegistry;
  readonly waits: Waits;
  readonly issueCertificate: IssueCertificate;
  readonly administration: AdministrationHandlers;
  readonly now: () => number;
  /** Told of every command by name and outcome, whether it came by HTTP or MQTT. */
  readonly told: (command: CommandName, outcome: ErrorCode | 'OK') => void;
}

/** The one way in: whatever asks, over HTTP or MQTT, gets the same checks and the same answers. */
export class Executor {
  readonly #options: ExecutorOptions;
  #catalogue: { readonly of: HallConfig; readonly value: Catalogue } | null = null;
  readonly #slips: Slips;
  readonly #notes: NoteReader;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#slips = new Slips(options.live);
    this.#notes = new NoteReader(options.ledger);
  }

  /** What anyone may know of the hall's services, as the settings in force have it. */
  get catalogue(): Catalogue {
    const config = this.#options.live.current;
    if (this.#catalogue?.of !== config) this.#catalogue = { of: config, value: catalogueOf(config) };
    return this.#catalogue.value;
  }

  async execute(actor: Actor, name: CommandName, input: unknown, requestId: string | null): Promise<Outcome> {
    const outcome = await this.#asked(actor, name, input, requestId);
    this.#options.told(name, outcome.ok ? 'OK' : outcome.error.code);
    return outcome;
  }

  #asked(
    actor: Actor,
    name: CommandName,
    input: unknown,
    requestId: string | null,
  ): Outcome | Promise<Outcome> {
    if (!mayCommand(actor, name)) return err(fault('FORBIDDEN', `${actor.id} may not ${name}`));
    const parsed = COMMAND_ENTRIES[name].body.safeParse(input);
    if (!parsed.success) return err(badBody(parsed.error));
    if (!mayActAt(actor, parsed.data))
      return err(fault('FORBIDDEN', `${actor.id} does not stand at this window`));
    if (isAdministration(name)) {
      const asked = { actor, body: parsed.data, requestId: requestId ?? randomUUID() };
      return this.#administer(name, asked as Asked<never>);
    }
    if (name === 'desk.read') return this.#desk(actor, (parsed.data as CommandBody<'desk.read'>).window);
    if (COMMAND_ENTRIES[name].reads) return this.#read(actor, name, parsed.data);
    return this.#change(actor, name, parsed.data, requestId);
  }

  async #administer(name: keyof AdministrationHandlers, asked: Asked<never>): Promise<Outcome> {
    const handle = this.#options.administration[name] as (
      asked: Asked<never>,
    ) => Promise<Result<unknown, Fault<ErrorCode>>>;
    const handled = await handle(asked);
    return handled.ok ? json(handled.value) : handled;
  }

  async #change(actor: Actor, name: CommandName, body: unknown, asked: string | null): Promise<Outcome> {
    const requestId = asked ?? randomUUID();
    if (name === 'certificate.issue') {
      const issued = await this.#options.issueCertificate(
        body as CommandBody<'certificate.issue'>,
        actor,
        requestId,
      );
      return issued.ok ? json(issued.value) : issued;
    }
    const submission = name as SubmissionName;
    const told = ASKS_FOR_MANAGER.has(name) ? { ...(body as object), manager: isManager(actor) } : body;
    const answer = await this.#options.ledger.submit(
      submission,
      told as Submissions[typeof submission],
      actor.id,
      requestId,
      asked !== null,
    );
    if (!answer.ok) return err(answer.error);
    if (name === 'window.open' || name === 'window.pause' || name === 'window.close') {
      return this.#desk(actor, (body as { window: string }).window);
    }
    if (name === 'ticket.take' || name === 'ticket.reprint') {
      return ok(
        this.#givenSlip(answer.json, answer.given) ??
          this.#slip(JSON.parse(answer.json) as TicketPlace, actor),
      );
    }
    if (name === 'booking.make' && actor.kind === 'staff') {
      const { person } = body as CommandBody<'booking.make'>;
      const booking = JSON.parse(answer.json) as CommandAnswer<'booking.make'>;
      return json({ ...booking, name: maskName(person.name) });
    }
    return ok(answer.json);
  }

  /** As `#slip`, of a number that was given just now: most of what this server does at nine in the morning. */
  #givenSlip(json: string, given: Given | undefined): string | null {
    const { waits, ledger } = this.#options;
    const ticket = given && ledger.state.tickets.get(given.ticket);
    return ticket
      ? this.#slips.given(json, ticket, waits.firstQuote(ledger.state, ticket, given.ahead))
      : null;
  }

  #slip(place: TicketPlace, actor: Actor): string {
    const { waits, ledger, devices } = this.#options;
    const plain = actor.kind === 'device' && !devices.isFrom(actor.id, 0, 2);
    return this.#slips.text(place, waits.quote(ledger.state, place), plain);
  }

  /** The note on whoever is at the window lies in the vault: the view is made once it is there. */
  async #desk(actor: Actor, id: string): Promise<Outcome> {
    const { live, ledger, devices, now } = this.#options;
    const present = live.current.windows.find((entry) => entry.id === id);
    const at = present
      ? { window: present, config: live.current }
      : formerSeat(ledger.state, (instant) => live.at(instant), id);
    if (!at) return err(fault('WINDOW_UNKNOWN', 'no such window'));
    const { window, config } = at;
    const note = await this.#notes.at(id, actor.id);
    return json(deskView(ledger.state, config, window, { expected: devices.expectedAt(id), note }, now()));
  }

  #read(actor: Actor, name: CommandName, body: unknown): Outcome {
    const { live, staff, ledger, devices, now } = this.#options;
    const config = live.current;
    switch (name) {
      case 'hall.read':
        return json(
          hallView(ledger.state, config, now(), {
            seesGrades: actor.kind === 'staff' && actor.roles.some((role) => SEES_GRADES.includes(role)),
            staff,
            waits: this.#options.waits,
            devices: devices.view(),
            cases: ledger.reader.outboxCounts(),
          }),
        );
      case 'catalogue.read': {
        const wanted = body as CommandBody<'catalogue.read'>;
        const { themes, publicInfo, ...plain } = this.catalogue;
        return json({
          ...plain,
          ...(wanted.themes ? { themes } : {}),
          ...(wanted.publicInfo ? { publicInfo } : {}),
        });
      }
      case 'ticket.read': {
        const { ticket: id } = body as CommandBody<'ticket.read'>;
        const ticket = ledger.state.tickets.get(id) ?? ledger.reader.ticket(id);
        if (!ticket) return err(fault('TICKET_UNKNOWN', 'no such ticket'));
        const roles = actor.kind === 'staff' ? actor.roles : [];
        const events = ledger.reader.storyOf(ticket);
        // In the words of its time: queues and windows may be gone since.
        const then = live.at(events.at(-1)?.at ?? ticket.arrival);
        return json(storyOf(ticket, events, then, roles));
      }
      case 'pad.read': {
        const { window, ref } = body as CommandBody<'pad.read'>;
        const rating = ledger.state.ratings.get(ref);
        const ticket = rating ? ledger.state.tickets.get(rating.ticket) : undefined;
        if (
          !rating ||
          !ticket ||
          rating.window !== window ||
          rating.outcome !== 'open' ||
          now() > rating.until
        ) {
          return err(fault('RATING_CLOSED', 'nothing to rate under this reference'));
        }
        return json({
          window,
          number: ticket.number,
          items: itemNames(config, ticket),
          until: rating.until,
          commentMax: config.rating.commentMax,
        } satisfies CommandAnswer<'pad.read'>);
      }
      default:
        throw new Error(`${name} is not a read`);
    }
  }
}

function isManager(actor: Actor): boolean {
  return actor.kind === 'staff' && actor.roles.includes('manager');
}

function json(value: unknown): Outcome {
  return ok(JSON.stringify(value));
}

/** Names the fields that do not fit, never their values. */
export function badBody(error: z.ZodError): Fault<ErrorCode> {
  const code = error.issues.some((issue) => issue.path.at(-1) === 'idNumber')
    ? 'ID_NUMBER_INVALID'
    : 'BAD_REQUEST';
  const fields = error.issues.slice(0, 8).map((issue) => issue.path.join('.') || '(body)');
  return fault(code, `not valid: ${fields.join(', ')}`, { fields });
}
