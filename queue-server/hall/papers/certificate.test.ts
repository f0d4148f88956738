import { existsSync } from 'node:fs';
import type { InsuranceRecord } from '@hall/shared/contracts/platform';
import { expect, test } from 'vitest';
import {
  chineseDate,
  type InsuranceCertificateInput,
  renderInsuranceCertificate,
  watermarkOf,
} from './certificate.ts';
import { FALLBACK_FILES, loadPaperFonts } from './fonts.ts';
import { POPPLER, pdfInfo, pdfQr, pdfText } from './poppler.testing.ts';
import { openSheet } from './sheet.ts';

const fonts = loadPaperFonts();
/** The shipped fonts alone: what a machine without system fonts has. */
const shipped = loadPaperFonts({ regular: [], bold: [] });
const NOTO_CJK = FALLBACK_FILES.regular.some((entry) => entry.face !== undefined && existsSync(entry.file));

const RECORD: InsuranceRecord = {
  name: '范例𬭎',
  idNumber: '100001198811209024',
  personalNumber: '990000000902',
  employer: '虚构市䶮水软件有限公司',
  region: '清溪县',
  insurances: [
    { kind: '城镇职工基本养老保险', state: '参保缴费', from: '2011-08', to: '2026-10', months: 183 },
    { kind: '失业保险', state: '暂停缴费', from: '2011-08', to: '2020-12', months: 113 },
  ],
};

const INPUT: InsuranceCertificateInput = {
  record: RECORD,
  verification: '7K3M-Q2XT-9ABC',
  verifyUrl: 'https://zwfw.example.cn/verify/7K3M-Q2XT-9ABC',
  issuer: {
    zh: '清溪县人力资源和社会保障局',
    en: 'County Human Resources and Social Security Bureau',
  },
  hall: { zh: '清溪县政务服务大厅', en: 'Qingxi County Government Service Hall' },
  issuedOn: '2026-11-23',
  validUntil: '2027-02-03',
  issuedAt: Date.UTC(2026, 10, 23, 2, 0),
};

async function render(input: InsuranceCertificateInput, with_ = shipped) {
  const result = await renderInsuranceCertificate(input, with_);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const named = (name: string) => ({ ...INPUT, record: { ...RECORD, name } });

test.skipIf(!POPPLER)(
  'every word of the certificate can be copied and searched (needs poppler-utils)',
  async () => {
    const { pdf, pages } = await render(INPUT);
    expect(pages).toBe(1);
    const text = pdfText(pdf);
    for (const words of [
      '社会保险参保证明',
      'Certificate of Social Insurance',
      '范例𬭎',
      '100001198811209024',
      '990000000902',
      '虚构市䶮水软件有限公司',
      '城镇职工基本养老保险',
      '2011年8月',
      '183',
      '暂停缴费',
      '7K3M-Q2XT-9ABC',
      '2026年11月23日',
      '第 1 页，共 1 页',
    ]) {
      expect(text).toContain(words);
    }
    const watermark =
      '此件由清溪县人力资源和社会保障局提供，仅供办理政务服务事项时使用，有效期至2027年2月3日';
    expect(watermarkOf(INPUT.issuer, INPUT.validUntil)).toBe(watermark);
    // Once as a note; the marks across the page are outlines and do not stand between the lines.
    expect(text.split(watermark)).toHaveLength(2);
  },
);

test.skipIf(!POPPLER)('a scanner reads the QR code from the printed page (needs poppler-utils)', async () => {
  const { pdf } = await render(INPUT);
  expect(await pdfQr(pdf)).toEqual([INPUT.verifyUrl]);
});

test.skipIf(!POPPLER)(
  'without a public address there is no QR code, and the paper says where to ask (needs poppler-utils)',
  async () => {
    const { pdf } = await render({ ...INPUT, verifyUrl: null });
    expect(await pdfQr(pdf)).toEqual([]);
    expect(pdfText(pdf)).toContain('真伪可凭验证码到政务服务大厅咨询台核验');
  },
);

test.skipIf(!POPPLER)(
  'the file says what it is, in which language, and not whose (needs poppler-utils)',
  async () => {
    const { pdf } = await render(INPUT);
    const info = pdfInfo(pdf);
    expect(info).toMatchObject({
      Title: '社会保险参保证明 7K3M-Q2XT-9ABC',
      Author: '清溪县人力资源和社会保障局',
      Creator: 'Yichuang',
      Pages: '1',
      'Page size': '595.28 x 841.89 pts (A4)',
    });
    expect(JSON.stringify(info)).not.toContain('范例');
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Lang (zh-CN)');
  },
);

test('the same certificate gives the same bytes', async () => {
  const [first, second] = [await render(INPUT), await render(INPUT)];
  expect(Buffer.from(first.pdf).equals(Buffer.from(second.pdf))).toBe(true);
});

test.skipIf(!POPPLER)(
  '䶮 㐂 𰻝 𬭎 are in the shipped fonts, variation selectors included (needs poppler-utils)',
  async () => {
    const { pdf } = await render(named('䶮㐂𰻝𬭎'));
    expect(pdfText(pdf)).toContain('䶮㐂𰻝𬭎');
    const selected = await render(named('葛\u{E0100}城'));
    expect(pdfText(selected.pdf)).toMatch(/葛.{0,2}城/u);
  },
);

test.skipIf(!POPPLER || !NOTO_CJK)(
  '𠮷 comes from a second font within the same line (needs poppler-utils and Noto Sans CJK)',
  async () => {
    const { pdf } = await render(
      { ...INPUT, record: { ...RECORD, name: '𠮷野𠀋', region: '清溪县𠮷祥镇' } },
      fonts,
    );
    const text = pdfText(pdf);
    expect(text).toContain('𠮷野𠀋');
    expect(text).toContain('清溪县𠮷祥镇');
  },
);

test('a character that no font has: no paper, and the fault names each', async () => {
  const result = await renderInsuranceCertificate(
    { ...INPUT, record: { ...RECORD, name: '𠮷野', employer: '虚构市𪚥店𠮷' } },
    shipped,
  );
  expect(result).toEqual({
    ok: false,
    error: {
      code: 'FONT_MISSING',
      message: 'no installed font has U+20BB7, U+2A6A5',
      details: { characters: ['U+20BB7', 'U+2A6A5'] },
    },
  });
});

test('a missing character in a watermark counts as well', async () => {
  const result = await renderInsuranceCertificate(
    { ...INPUT, issuer: { zh: '𪚥局', en: 'Bureau' } },
    shipped,
  );
  expect(result.ok ? '' : result.error.code).toBe('FONT_MISSING');
});

test.skipIf(!POPPLER)(
  'many insurances go on to a second page, each page with head and number (needs poppler-utils)',
  async () => {
    const insurances = Array.from({ length: 24 }, (_, i) => ({
      kind: `补充医疗保险第${i + 1}档`,
      state: '参保缴费' as const,
      from: '2020-01',
      to: '2026-10',
      months: 82,
    }));
    const { pdf, pages } = await render({ ...INPUT, record: { ...RECORD, insurances } });
    expect(pages).toBe(2);
    const text = pdfText(pdf);
    for (const insurance of insurances) expect(text).toContain(insurance.kind);
    expect(text.match(/缴费月数/g)).toHaveLength(2);
    expect(text).toContain('第 2 页，共 2 页');
    expect(await pdfQr(pdf, 2)).toEqual([INPUT.verifyUrl]);
  },
);

test.skipIf(!POPPLER)(
  'a long employer and line ends in the data keep within the table (needs poppler-utils)',
  async () => {
    const employer =
      '虚构市经济技术开发区样板综合\n保税区高新技术产业发展有限责任公司清溪县分公司第三办事处（临时）';
    const { pdf, pages } = await render({ ...INPUT, record: { ...RECORD, employer } });
    expect(pages).toBe(1);
    const text = pdfText(pdf).replace(/\s+/g, '');
    expect(text).toContain('第三办事处（临时）');
  },
);

test.skipIf(!POPPLER)(
  'fonts shared by papers do not mix up characters that share a glyph (needs poppler-utils)',
  async () => {
    // ⼀ U+2F00 and 一 U+4E00 share a glyph in Noto Sans SC; é is built from e and an accent.
    const paper = async (words: string) => {
      const sheet = openSheet({ fonts: shipped, title: 't', author: 'a', subject: 's', createdAt: 0 });
      sheet.line(words, 50, 100, { size: 12 });
      const finished = await sheet.finish();
      if (!finished.ok) throw new Error(finished.error.message);
      return pdfText(finished.value.pdf).trim();
    };
    expect(await paper('⼀é')).toBe('⼀é');
    expect(await paper('一窗e')).toBe('一窗e');
    expect(await paper('⼀é')).toBe('⼀é');
  },
);

test('dates are written without leading zeros', () => {
  expect(chineseDate('2027-02-03')).toBe('2027年2月3日');
});
