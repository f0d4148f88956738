import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import type { FastifyInstance } from 'fastify';
import { estimateWait } from '../domain/estimate.ts';
import { ahead } from '../domain/line.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import { queueConfig, queueState } from '../views/serving.ts';

/** Looks of one phone, per minute: it reloads itself every ten seconds. */
const LOOKS_PER_MINUTE = 30;
const RELOAD_SECONDS = 10;

interface Options {
  readonly config: HallConfig;
  readonly demo: boolean;
  readonly state: () => HallState;
}

/**
 * `GET /p/{token}`: a resident's own ticket on a phone, by the unguessable token of its QR code. Plain HTML
 * without a script: any phone shows it, and it says a number, never a name.
 */
export function progressRoute(app: FastifyInstance, { config, demo, state }: Options): void {
  app.get(
    '/p/:token',
    { config: { rateLimit: { max: LOOKS_PER_MINUTE, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { token } = request.params as { token: string };
      const ticket = state().tickets.find((entry) => entry.progressToken === token);
      return reply
        .code(ticket ? 200 : 404)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(
          ticket
            ? page(ticket.number, progressWords(ticket, state(), config), config, demo)
            : page('—', UNKNOWN, config, demo),
        );
    },
  );
}

const UNKNOWN: Text = {
  zh: '没有这张号票，或已过期。请到咨询台。',
  en: 'This ticket is unknown or over. Please ask at the guide desk.',
};

/** Where a ticket stands, in one sentence. */
export function progressWords(ticket: Ticket, state: HallState, config: HallConfig): Text {
  const window = config.windows.find((entry) => entry.id === ticket.window)?.number;
  switch (ticket.state) {
    case 'committed':
    case 'waiting': {
      const place = { virtual: ticket.virtual, seq: ticket.seq, ticket: ticket.id };
      const before = ahead(queueState(state, ticket.queue).waiting, place);
      const wait = estimateWait(state, config, ticket.queue, before);
      const zh =
        wait === null
          ? ''
          : wait.highMin === 0
            ? '，马上轮到您'
            : `，约 ${wait.lowMin} 至 ${wait.highMin} 分钟`;
      const en =
        wait === null
          ? ''
          : wait.highMin === 0
            ? ', you are next'
            : `, about ${wait.lowMin} to ${wait.highMin} minutes`;
      const name = queueConfig(config, ticket.queue).name;
      return { zh: `${name.zh}：前面 ${before} 人${zh}。`, en: `${name.en}: ${before} ahead${en}.` };
    }
    case 'called':
      return { zh: `请到 ${window} 号窗口。`, en: `Please go to window ${window}.` };
    case 'serving':
      return { zh: `正在 ${window} 号窗口办理。`, en: `Being served at window ${window}.` };
    case 'finished':
      return { zh: '已办理完成。', en: 'Finished.' };
    case 'no-show':
      return {
        zh: '已过号，请到咨询台。',
        en: 'You were called and did not come. Please go to the guide desk.',
      };
    default:
      return { zh: '此号已作废。', en: 'This number is void.' };
  }
}

/** Everything put in comes from the configuration or is a number of the hall; it is escaped all the same. */
function page(number: string, words: Text, config: HallConfig, demo: boolean): string {
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
</style>
</head>
<body>
<header>${escaped(config.name.zh)}<br><span lang="en">${escaped(config.name.en)}</span>${demo ? '<br><b class="demo">演示 <span lang="en">DEMO</span></b>' : ''}</header>
<main>
  <p class="number">${escaped(number)}</p>
  <p class="words">${escaped(words.zh)}</p>
  <p class="en" lang="en">${escaped(words.en)}</p>
</main>
<footer>每 ${RELOAD_SECONDS} 秒自动更新 <span lang="en">Updates every ${RELOAD_SECONDS} seconds</span></footer>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}
