import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { readPaperCode } from '@hall/shared/contracts/paper-code';
import type { FastifyInstance } from 'fastify';
import type { Live } from '../config/live.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { type Progress, progressOf, UNKNOWN_TICKET } from '../views/progress-words.ts';

/** Looks of one phone, per minute: it reloads itself every ten seconds. */
const LOOKS_PER_MINUTE = 30;
const RELOAD_SECONDS = 10;

interface Options {
  readonly live: Live;
  readonly waits: WaitSource;
  readonly demo: boolean;
  readonly state: () => HallState;
  readonly now: () => number;
}

/**
 * `GET /p/{token}`: a resident's own ticket on a phone, by the unguessable token of its QR code, or by the signed code
 * that holds it. Plain HTML
 * without a script: any phone shows it, and it says a number, never a name.
 */
export function progressRoute(app: FastifyInstance, { live, waits, demo, state, now }: Options): void {
  const tokens = new Tokens();
  app.get(
    '/p/:token',
    { config: { rateLimit: { max: LOOKS_PER_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { token: shown } = request.params as { token: string };
      // The token within opens the progress; who signed the rest is for those to check who are shown the paper.
      const token = readPaperCode(shown)?.progressToken ?? shown;
      const config = live.current;
      const ticket = tokens.find(token, state());
      return reply
        .code(ticket ? 200 : 404)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(
          ticket
            ? page(ticket.number, progressOf(ticket, state(), config, waits, now()), config, demo)
            : page('—', UNKNOWN_TICKET, config, demo),
        );
    },
  );
}

/** Tokens of tickets that phones look at: the whole day's are not gone through at each look. */
class Tokens {
  readonly #tickets = new Map<string, string>();

  find(token: string, { tickets }: HallState): Ticket | undefined {
    const known = tickets.get(this.#tickets.get(token) ?? '');
    if (known?.progressToken === token) return known;
    const found = tickets.find((entry) => entry.progressToken === token);
    if (!found) return undefined;
    if (this.#tickets.size >= TOKENS_KEPT) this.#tickets.clear();
    this.#tickets.set(token, found.id);
    return found;
  }
}

/** More than phones that look in a day. */
const TOKENS_KEPT = 20_000;

/** Everything put in comes from the configuration or is a number of the hall; it is escaped all the same. */
function page(number: string, { now: words, more }: Progress, config: HallConfig, demo: boolean): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RELOAD_SECONDS}">
<title>${escaped(number)} · ${escaped(config.name.zh)}</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr auto; background: #fbfaf7; color: #1a1d21;
    font-family: 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif; text-align: center; }
  header, footer { padding: 20px; color: #4a5058; }
  main { align-self: center; padding: 0 24px; }
  .number { font-size: 30vw; font-weight: 700; line-height: 1.1; color: #1a56c4; font-variant-numeric: tabular-nums; margin: 0; }
  @media (min-width: 700px) { .number { font-size: 200px; } }
  .words { font-size: 24px; line-height: 1.5; margin: 16px 0 0; }
  .demo { display: inline-block; margin-top: 8px; padding: 2px 12px; border-radius: 99px; background: #fcf1dc; color: #8f5a00; font-size: 14px; }
  .en { font-size: 17px; color: #4a5058; margin: 6px 0 0; }
  .more { max-width: 32em; margin: 18px auto 0; padding-top: 18px; border-top: 1px solid #e3ded2; font-size: 18px; line-height: 1.5; }
  .more span { font-size: 15px; color: #4a5058; }
</style>
</head>
<body>
<header>${escaped(config.name.zh)}<br><span lang="en">${escaped(config.name.en)}</span>${demo ? '<br><b class="demo">演示 <span lang="en">DEMO</span></b>' : ''}</header>
<main>
  <p class="number">${escaped(number)}</p>
  <p class="words">${escaped(words.zh)}</p>
  <p class="en" lang="en">${escaped(words.en)}</p>
${more.map(({ zh, en }) => `  <p class="more">${escaped(zh)}<br><span lang="en">${escaped(en)}</span></p>\n`).join('')}</main>
<footer>每 ${RELOAD_SECONDS} 秒自动更新 <span lang="en">Updates every ${RELOAD_SECONDS} seconds</span></footer>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}
