import type { CharacterTemplateSettings } from '@hall/hardware';
import {
  BX_COLOURS,
  compileCharacterTemplate,
  isPanelAddress,
  LED_ANY_ADDRESS,
  LED_BRIGHTEST,
  scheduleProblem,
} from '@hall/hardware';
import { WindowId } from '@hall/shared/contracts/identifiers';
import { z } from 'zod';

/** What a panel can be reached by; see `Transport` of the configuration. */
export type LedTransport =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate: number };

const Colour = z.enum(BX_COLOURS);
const FontNumber = z.number().int().min(0).max(999);
const Pixels = z.number().int().min(8).max(4_096);
const Words = z.string().trim().min(1).max(60);
const Milliseconds = z.number().int().min(0).max(600_000);

/** Colour by what the window is doing; what is left out keeps its default. */
const Colours = z
  .strictObject({
    call: Colour,
    serving: Colour,
    idle: Colour,
    paused: Colour,
    closed: Colour,
    lost: Colour,
  })
  .partial();

/** What stands there; what is left out keeps its default. */
const Wording = z
  .strictObject({
    /** `{number}` and `{window}` are filled in; default 请{number}到{window}号窗口. */
    call: Words.refine((text) => text.includes('{number}'), 'needs {number}'),
    idle: Words,
    /** Where nobody named a reason. */
    paused: Words,
    closed: Words,
    lost: Words,
  })
  .partial();

const Template = z.strictObject({
  frame: z.string().min(1).max(400),
  ack: z.string().min(1).max(200).optional(),
  nack: z.string().min(1).max(200).optional(),
  columns: z.number().int().optional(),
  rows: z.number().int().optional(),
  align: z.enum(['left', 'centre', 'right']).optional(),
  overflow: z.enum(['cut', 'refuse']).optional(),
});

const Brightness = z
  .array(z.strictObject({ from: z.string(), level: z.number() }))
  .max(48)
  .superRefine((schedule, context) => {
    const problem = scheduleProblem(schedule, LED_BRIGHTEST);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** One window panel: `model` for an Onbon BX controller, or `template` for a character panel. */
export function ledSetting<T extends z.ZodType<LedTransport>>(transport: T) {
  return z.strictObject({
    window: WindowId,
    /** Panels with the same one share a line, each with its own address. */
    transport,
    /** Address on the line; default 1. */
    address: z.number().int().min(0).max(LED_ANY_ADDRESS).optional(),
    colours: Colours.optional(),
    words: Wording.optional(),
    /** Log characters that this panel cannot show (it shows 〓), so that somebody words the text anew. */
    tellReplaced: z.boolean().optional(),
    /** Of the line: milliseconds of silence between two exchanges. */
    turnaroundMs: Milliseconds.max(1_000).optional(),

    /** Generation of the Onbon BX controller. */
    model: z.enum(['5k', '6k']).optional(),
    width: Pixels.optional(),
    height: Pixels.optional(),
    font: FontNumber.optional(),
    latinFont: FontNumber.optional(),
    charset: z.enum(['gb2312', 'gbk']).optional(),
    /** Where this panel numbers its colours otherwise; see docs/hardware/window-led.md. */
    colourCodes: z.partialRecord(Colour, z.number().int().min(1).max(7)).optional(),
    /** By local time of day; the last step holds over midnight. */
    brightness: Brightness.optional(),
    resync: z.enum(['status', 'ping']).optional(),

    template: Template.optional(),
    /** Milliseconds to wait for the template's `ack`. */
    answerMs: Milliseconds.min(50).optional(),
    refreshMs: Milliseconds.min(200).optional(),
    repeatMs: Milliseconds.min(5_000).optional(),
  });
}

export type LedSetting = z.infer<ReturnType<typeof ledSetting<z.ZodType<LedTransport>>>>;

const BX_ONLY = [
  'width',
  'height',
  'font',
  'latinFont',
  'charset',
  'colourCodes',
  'brightness',
  'resync',
] as const;
const TEMPLATE_ONLY = ['answerMs', 'refreshMs', 'repeatMs'] as const;
const DEFAULT_ADDRESS = 1;

/** The same for settings that are one line. */
export function lineOf({ transport }: Pick<LedSetting, 'transport'>): string {
  return transport.kind === 'tcp' ? `tcp ${transport.host}:${transport.port}` : `serial ${transport.path}`;
}

export function addressOf({ address }: LedSetting): number {
  return address ?? DEFAULT_ADDRESS;
}

export function templateOf(template: z.infer<typeof Template>): CharacterTemplateSettings {
  const { frame, ack, nack, columns, rows, align, overflow } = template;
  return {
    frame,
    ...(ack === undefined ? {} : { ack }),
    ...(nack === undefined ? {} : { nack }),
    ...(columns === undefined ? {} : { columns }),
    ...(rows === undefined ? {} : { rows }),
    ...(align === undefined ? {} : { align }),
    ...(overflow === undefined ? {} : { overflow }),
  };
}

export interface LedProblem {
  /** Place of the entry, and setting within it. */
  readonly path: readonly [number, ...string[]];
  readonly message: string;
}

/** What no single setting shows: contradictions in an entry, and between entries that share a line. */
export function ledProblems(leds: readonly LedSetting[]): LedProblem[] {
  return leds.flatMap((led, at) => [
    ...entryProblems(led).map(([setting, message]) => ({ path: [at, setting] as const, message })),
    ...lineProblems(
      led,
      leds.slice(0, at).filter((other) => lineOf(other) === lineOf(led)),
    ).map(([setting, message]) => ({ path: [at, setting] as const, message })),
  ]);
}

type Problem = readonly [setting: string, message: string];

function entryProblems(led: LedSetting): Problem[] {
  if ((led.model === undefined) === (led.template === undefined)) {
    return [['model', 'either model (an Onbon controller) or template (a character panel)']];
  }
  const foreign = led.model === undefined ? BX_ONLY : TEMPLATE_ONLY;
  const kind = led.model === undefined ? 'model' : 'template';
  const problems: Problem[] = foreign
    .filter((setting) => led[setting] !== undefined)
    .map((setting) => [setting, `is for panels with a ${kind}`]);
  if (led.template === undefined) {
    if (!isPanelAddress(addressOf(led))) problems.push(['address', 'is 1 to 57343, or 65534 for one alone']);
    return problems;
  }
  const template = compileCharacterTemplate(templateOf(led.template));
  if (!template.ok) return [...problems, ['template', template.error.message]];
  const last = template.value.lastAddress;
  if (last !== null && addressOf(led) > last) {
    problems.push(['address', `the template writes addresses from 0 to ${last}`]);
  }
  return problems;
}

/** @param others entries before it on the same line. */
function lineProblems(led: LedSetting, others: readonly LedSetting[]): Problem[] {
  const [first] = others;
  if (first === undefined) return [];
  const problems: Problem[] = [];
  if (led.transport.kind === 'serial' && first.transport.kind === 'serial') {
    if (led.transport.baudRate !== first.transport.baudRate) {
      problems.push(['transport', `another panel on this line has ${first.transport.baudRate} baud`]);
    }
  }
  if (kindOf(led) !== kindOf(first)) {
    problems.push(['transport', 'another panel on this line is of another kind: one line, one kind']);
  } else if (led.template !== undefined && !led.template.frame.includes('{address:')) {
    problems.push(['transport', 'the template names no address: one panel a line']);
  }
  if (others.some((other) => addressOf(other) === addressOf(led))) {
    problems.push(['address', `another panel on this line has the address ${addressOf(led)}`]);
  }
  if ([led, ...others].some((panel) => panel.model !== undefined && addressOf(panel) === LED_ANY_ADDRESS)) {
    problems.push(['address', `${LED_ANY_ADDRESS} is for a panel that is alone on its line`]);
  }
  return problems;
}

/** Controllers of both generations speak alike; character panels only with the same template and waiting time. */
function kindOf({ model, template, answerMs }: LedSetting): string {
  return model === undefined ? JSON.stringify([template && templateOf(template), answerMs]) : 'bx';
}
