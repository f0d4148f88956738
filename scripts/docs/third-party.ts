import path from 'node:path';
import { page, table } from './markdown.ts';
import { productionPackages } from './packages.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
/** What runs in a hall; `scripts` is for the demo and for developers. */
const PACKAGES = ['shared', 'hardware', 'queue-server', 'kiosk', 'display-wall'];

/** `docs/third-party.md`: whose work runs in a hall, and under which licences. */
export function thirdPartyPage(): string {
  const packages = productionPackages(PACKAGES.map((name) => path.join(ROOT, name)));
  const byLicence = Map.groupBy(packages, (entry) => entry.licence);
  return page('Third-party packages', 'the installed packages', [
    'What runs in a hall, with what it needs itself, as installed by the lock file. Tools of development, type ' +
      'declarations and prebuilt binaries for one platform are left out; a prebuilt binary has the licence of the ' +
      'package that brings it. Servers and device hosts run on Node.js (MIT and the licences of its parts).',
    '## Fonts',
    'The pages and the papers use Noto Sans SC (`@fontsource-variable/noto-sans-sc` on pages, ' +
      '`@expo-google-fonts/noto-sans-sc` on papers and tickets). Noto Sans SC is licensed under the SIL Open Font ' +
      'License 1.1 (OFL): it may be used, embedded and passed on with the software, not sold by itself, and the ' +
      'licence text goes with it. It lies in each of the two packages. The MIT licence of the second one covers its ' +
      'code, not the font.',
    'Characters that Noto Sans SC lacks are drawn by the fonts in `shared/ui/rare-han`, cut down to those characters ' +
      'and licensed under the OFL as well; the text and the copyright lines are in its `OFL.txt`.',
    '## Data',
    'The on-screen keyboard knows readings, words, parts and strokes of characters from Unihan (Unicode licence) and ' +
      'from the data of jieba, pinyin-pro, cnchar and cjk-decomp (MIT licence). What was made of what, with the ' +
      'copyright lines, is in `shared/ui/keyboard/data/NOTICE.md`. The search folds traditional characters by a table ' +
      "made with ICU's transliterator Hant-Hans (licence Unicode-3.0).",
    '## Licences',
    table(
      ['licence', 'packages'],
      [...byLicence]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([licence, list]) => [licence, String(list.length)]),
    ),
    '## Packages',
    table(
      ['package', 'version', 'licence', 'home'],
      packages.map(({ name, version, licence, home }) => [
        name,
        version,
        licence,
        home === '' ? '–' : `<${home}>`,
      ]),
    ),
  ]);
}
