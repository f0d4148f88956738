import type { IppAttribute, IppValue } from '../../codec/ipp.ts';
import { ippAttribute, OPERATION } from '../../codec/ipp.ts';

/** What an IPP Everywhere printer says of itself and that does not change (RFC 8011, 5.4). */
export function printerDescription(uri: string, duplex: boolean): IppAttribute[] {
  const enums = (...values: number[]): IppValue[] => values.map((value) => ({ kind: 'enum', value }));
  const one = (name: string, value: IppValue): IppAttribute => ({ name, values: [value] });
  const resolution: IppValue = { kind: 'raw', tag: 0x32, value: Uint8Array.of(0, 0, 2, 88, 0, 0, 2, 88, 3) };
  const a4: IppValue = {
    kind: 'collection',
    members: [
      {
        name: 'media-size',
        values: [
          {
            kind: 'collection',
            members: [
              one('x-dimension', { kind: 'integer', value: 21_000 }),
              one('y-dimension', { kind: 'integer', value: 29_700 }),
            ],
          },
        ],
      },
    ],
  };
  return [
    ippAttribute('printer-uri-supported', 'uri', uri),
    ippAttribute('uri-authentication-supported', 'keyword', 'none'),
    ippAttribute('uri-security-supported', 'keyword', 'none'),
    ippAttribute('printer-name', 'name', 'Simulated A4 printer'),
    ippAttribute('printer-info', 'text', 'Simulated A4 printer (模拟打印机)'),
    ippAttribute('printer-location', 'text', 'Device dock'),
    ippAttribute('printer-make-and-model', 'text', 'Yichuang page simulator'),
    ippAttribute('printer-more-info', 'uri', uri.replace(/^ipp:/, 'http:')),
    ippAttribute('ipp-versions-supported', 'keyword', '1.1', '2.0'),
    { name: 'operations-supported', values: enums(...Object.values(OPERATION)) },
    ippAttribute('charset-configured', 'charset', 'utf-8'),
    ippAttribute('charset-supported', 'charset', 'utf-8'),
    ippAttribute('natural-language-configured', 'language', 'en'),
    ippAttribute('generated-natural-language-supported', 'language', 'en'),
    ippAttribute('document-format-default', 'mimeType', 'application/pdf'),
    ippAttribute('document-format-supported', 'mimeType', 'application/pdf', 'application/octet-stream'),
    ippAttribute('compression-supported', 'keyword', 'none'),
    ippAttribute('pdl-override-supported', 'keyword', 'attempted'),
    ippAttribute('media-default', 'keyword', 'iso_a4_210x297mm'),
    ippAttribute('media-supported', 'keyword', ...SUPPORTED_MEDIA),
    ippAttribute('media-ready', 'keyword', 'iso_a4_210x297mm'),
    one('media-col-default', a4),
    one('copies-default', { kind: 'integer', value: 1 }),
    one('copies-supported', { kind: 'range', low: 1, high: 1 }),
    ippAttribute('sides-default', 'keyword', 'one-sided'),
    ippAttribute('sides-supported', 'keyword', ...sidesSupported(duplex)),
    { name: 'finishings-default', values: enums(3) },
    { name: 'finishings-supported', values: enums(3) },
    { name: 'orientation-requested-default', values: enums(3) },
    { name: 'orientation-requested-supported', values: enums(3) },
    { name: 'print-quality-default', values: enums(4) },
    { name: 'print-quality-supported', values: enums(4) },
    one('printer-resolution-default', resolution),
    one('printer-resolution-supported', resolution),
    one('color-supported', { kind: 'boolean', value: false }),
    one('pages-per-minute', { kind: 'integer', value: 20 }),
  ];
}

export function sidesSupported(duplex: boolean): string[] {
  return duplex ? ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'] : ['one-sided'];
}

/** `a4` is the name that CUPS tools still send. */
export const SUPPORTED_MEDIA = ['iso_a4_210x297mm', 'a4'];

/** Attributes that the group name `printer-description` or `job-template` of a request stands for. */
export function isJobTemplate(name: string): boolean {
  return /^(media|copies|sides|finishings|orientation-requested|print-quality|printer-resolution)(-|$)/.test(
    name,
  );
}
