import { maskName } from '@hall/shared/contracts/identity';
import type { HeadContradiction } from '@hall/shared/contracts/ledger-heads';
import type { CaseRecord, RatingRecord } from '@hall/shared/contracts/platform';
import { GRADES, type Grade } from '@hall/shared/contracts/ratings';
import { localTime } from '@hall/shared/contracts/time';
import type { HeadConflict, HeadStore } from '../store/heads.ts';
import type { RecordStore, StoredRecord } from '../store/records.ts';
import { type Html, html, page } from './html.ts';

/** Rows that the page shows of each kind. */
export const LIVE_ROWS = 30;
/** Refused heads that are shown; one is enough to go and look. */
const CONFLICT_ROWS = 5;
/** Characters of a hash that a person compares at a glance. */
const SHORT_HASH = 12;
/** Grades 3 to 5 are 满意 or better. */
const SATISFIED_FROM = 3;

export interface LiveSource {
  readonly records: RecordStore;
  readonly heads: HeadStore;
  readonly timeZone: string;
}

const STAGES: Readonly<Record<CaseRecord['stage'], string>> = {
  accepted: '已受理',
  finished: '已办结',
  withdrawn: '已撤回',
};

/** What a person of the platform sees of a case: names are masked, numbers of papers are not there at all. */
function caseRow(stored: StoredRecord, timeZone: string): Html {
  const record = stored.body as unknown as CaseRecord;
  const at = localTime(record.finishedAt, timeZone);
  const applicant = record.applicant ? maskName(record.applicant.name) : '未实名';
  return html`<li class="row">
    <span class="ticket number">${record.ticketNumber}</span>
    <div class="what"><strong>${record.itemName}</strong>
      <span>${record.department} · ${record.window} 号窗口 · ${applicant}</span></div>
    <span class="tag ${record.stage}">${STAGES[record.stage]}</span>
    <time class="number">${at.day} ${at.clock}</time>
  </li>`;
}

function ratingRow(stored: StoredRecord, timeZone: string): Html {
  const record = stored.body as unknown as RatingRecord;
  const grade = GRADES[record.grade as Grade];
  const at = localTime(record.at, timeZone);
  const reasons = grade.reasons
    .filter((reason) => record.reasons.includes(reason.code))
    .map((reason) => reason.text.zh);
  const said = [...reasons, ...(record.comment === null ? [] : ['（另有留言）'])].join('、');
  return html`<li class="row">
    <span class="grade g${record.grade}">${grade.name.zh}</span>
    <div class="what"><span>${said === '' ? '未选理由' : said}</span></div>
    <span class="ticket number small">${record.ticketNumber}</span>
    <time class="number">${at.day} ${at.clock}</time>
  </li>`;
}

const empty = (zh: string, en: string) => html`<p class="empty">${zh}<span lang="en">${en}</span></p>`;

function figure(value: unknown, zh: string, en: string): Html {
  return html`<div class="figure"><span class="value number">${value}</span>
    <span class="name">${zh} <span lang="en">${en}</span></span></div>`;
}

/** What a person has to know about a refused head, by reason. */
const CONFLICTS: Readonly<Record<HeadContradiction, readonly [string, string]>> = {
  'other-hash': ['账本被改写', 'ledger rewritten'],
  'went-back': ['账本变短或主机被回滚', 'ledger shortened or machine rolled back'],
  'left-epoch': ['主机被回滚到恢复之前', 'machine rolled back to before a restore'],
  'other-key': ['账本换了签名密钥', 'signed with another key'],
};

/** Refused heads stay on the page: nothing but a look at the hall explains them. */
function conflictRow({ reason, hall, seq, receivedAt }: HeadConflict, timeZone: string): Html {
  const at = localTime(receivedAt, timeZone);
  const [zh, en] = CONFLICTS[reason];
  return html`<p class="warning" role="alert">${zh} <span lang="en">${en}</span>：${hall} 第 <span class="number">${seq}</span> 条与留存不符，请到大厅核查 <span lang="en">contradicts what is kept: look into it at the hall</span>，<span class="number">${at.day} ${at.clock}</span></p>`;
}

/** The changing part of the page, sent as it is to pages that are open. */
export function liveFragment({ records, heads, timeZone }: LiveSource): string {
  const cases = records.newest('case', LIVE_ROWS);
  const ratings = records.newest('rating', LIVE_ROWS);
  const satisfied = ratings.filter((rating) => Number(rating.body.grade) >= SATISFIED_FROM).length;
  const share = ratings.length === 0 ? '—' : `${Math.round((satisfied / ratings.length) * 100)}%`;
  const head = heads.newest();
  const headAt = head && localTime(head.receivedAt, timeZone);
  return html`${heads.conflicts(CONFLICT_ROWS).map((conflict) => conflictRow(conflict, timeZone))}<section class="figures" aria-label="总览">
  ${figure(records.count('case'), '办件', 'cases')}
  ${figure(records.count('rating'), '评价', 'ratings')}
  ${figure(share, `最近 ${LIVE_ROWS} 条满意`, 'satisfied lately')}
  ${figure(records.count('certificate'), '证明登记', 'certificates')}
</section>
<div class="columns">
  <section class="panel"><h2>办件 <span lang="en">Cases</span></h2>
  ${cases.length === 0 ? empty('大厅还没有报送办件', 'The hall has sent no cases yet') : html`<ol>${cases.map((row) => caseRow(row, timeZone))}</ol>`}
  </section>
  <section class="panel"><h2>好差评 <span lang="en">Ratings</span></h2>
  ${ratings.length === 0 ? empty('还没有收到评价', 'No ratings yet') : html`<ol>${ratings.map((row) => ratingRow(row, timeZone))}</ol>`}
  </section>
</div>
<p class="anchor">${
    head && headAt
      ? html`账本留痕 <span lang="en">Ledger head</span>：${head.hall} 第 <span class="number">${head.seq}</span> 条，<span class="digest">${head.hash.slice(0, SHORT_HASH)}…</span>，<span class="number">${headAt.day} ${headAt.clock}</span> 收到`
      : html`还没有账本留痕 <span lang="en">No ledger head yet</span>`
  }</p>`.text;
}

export function livePage(fragment: Html): string {
  return page({
    title: '政务服务平台 · 收件',
    script: '/assets/live.js',
    body: html`<header class="top"><p class="brand">政务服务平台 <span lang="en">Government service platform</span></p>
  <nav><a href="/verify">证明查验 <span lang="en">Check a certificate</span></a></nav>
  <p id="link" class="link" role="status" data-state="wait">正在连接</p></header>
<main>
  <h1 class="plain">大厅报送<span lang="en">Received from the hall</span></h1>
  <div id="live">${fragment}</div>
</main>
<noscript><p class="next">没有启用脚本，页面不会自动更新。<span lang="en">Without scripts this page does not refresh itself.</span></p></noscript>`,
  });
}
