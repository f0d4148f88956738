import { maskIdNumber, maskName } from '@hall/shared/contracts/identity';
import type { CertificateRegistration } from '@hall/shared/contracts/platform';
import { type Html, html, page } from './html.ts';

export type Verdict = 'genuine' | 'expired' | 'unknown';

const VERDICTS = {
  genuine: {
    mark: '✓',
    zh: '真实有效',
    en: 'Genuine and valid',
    next: {
      zh: '请核对下列内容与纸面是否一致。不一致的，以本页为准。',
      en: 'Compare what stands below with the paper. Where they differ, this page is right.',
    },
  },
  expired: {
    mark: '!',
    zh: '真实，但已过有效期',
    en: 'Genuine, but no longer valid',
    next: {
      zh: '这份证明确由本机构出具，但已过期。请持证人重新打印。',
      en: 'This certificate was issued here but has expired. Ask the holder to print a new one.',
    },
  },
  unknown: {
    mark: '✕',
    zh: '没有这份证明',
    en: 'No such certificate',
    next: {
      zh: '请检查验证码是否抄写正确。确认无误仍查不到的，请勿采信，可到政务服务大厅咨询台核实。',
      en: 'Check that the code was copied correctly. If it was, do not rely on the paper and ask at the guide desk of the hall.',
    },
  },
} as const;

function fact(zh: string, en: string, value: unknown): Html {
  return html`<div class="fact"><dt>${zh} <span lang="en">${en}</span></dt><dd>${value}</dd></div>`;
}

const codeForm = (value: string) => html`
<form class="ask" action="/verify" method="get">
  <label for="code">验证码 <span lang="en">Verification code</span></label>
  <div class="ask-row">
    <input id="code" name="code" value="${value}" placeholder="XXXX-XXXX-XXXX" maxlength="20" autocomplete="off"
      autocapitalize="characters" spellcheck="false" required>
    <button type="submit">查验 <span lang="en">Check</span></button>
  </div>
</form>`;

const head = html`<header class="top"><p class="brand">政务服务平台 <span lang="en">Government service platform</span></p></header>`;

/** What anyone may know of a paper: enough to compare with it, not enough to learn from it. */
export function verifyPage(code: string, verdict: Verdict, record?: CertificateRegistration): string {
  const words = VERDICTS[verdict];
  return page({
    title: `${words.zh} · 证明查验`,
    body: html`${head}
<main class="narrow">
  <section class="verdict ${verdict}" aria-labelledby="verdict">
    <span class="mark" aria-hidden="true">${words.mark}</span>
    <h1 id="verdict">${words.zh}<span lang="en">${words.en}</span></h1>
    <p class="code number">${code}</p>
  </section>
  ${
    record === undefined
      ? ''
      : html`<dl class="facts">
    ${fact('证明名称', 'Certificate', record.title)}
    ${fact('持证人', 'Holder', maskName(record.holder))}
    ${fact('证件号码', 'ID number', html`<span class="number">${maskIdNumber(record.idNumber)}</span>`)}
    ${fact('出具机构', 'Issued by', record.issuer)}
    ${fact('出具日期', 'Issued on', html`<span class="number">${record.issuedOn}</span>`)}
    ${fact('有效期至', 'Valid until', html`<span class="number">${record.validUntil}</span>`)}
    ${fact('文件摘要', 'SHA-256 of the PDF', html`<span class="digest">${record.digest}</span>`)}
  </dl>`
  }
  <p class="next">${words.next.zh}</p>
  <p class="next" lang="en">${words.next.en}</p>
  ${verdict === 'unknown' ? codeForm(code) : ''}
</main>`,
  });
}

export function askPage(): string {
  return page({
    title: '证明查验',
    body: html`${head}
<main class="narrow">
  <h1 class="plain">证明查验<span lang="en">Check a certificate</span></h1>
  <p class="next">请输入证明左下角的十二位验证码，或用手机扫描证明上的二维码。</p>
  <p class="next" lang="en">Enter the twelve characters printed on the certificate, or scan its QR code.</p>
  ${codeForm('')}
</main>`,
  });
}

export function tooManyPage(): string {
  return page({
    title: '请稍候 · 证明查验',
    body: html`${head}
<main class="narrow">
  <section class="verdict expired"><span class="mark" aria-hidden="true">!</span>
  <h1>查验过于频繁，请一分钟后再试<span lang="en">Too many checks. Please try again in a minute.</span></h1></section>
</main>`,
  });
}
