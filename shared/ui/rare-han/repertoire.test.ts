import { describe, expect, it } from 'vitest';
import { inRepertoire, missingFrom, repertoire } from './repertoire.ts';

const run = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));

/** The 196 characters of 《通用规范汉字表》 beyond the BMP, from Unihan's kTGH (Unicode 15.0). */
const STANDARD_BEYOND_BMP =
  '𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓';

describe('the repertoire Yichuang Han 1', () => {
  it('has 29,881 characters, each once', () => {
    const all = repertoire();
    expect(all.length).toBe(29_881);
    expect(new Set(all).size).toBe(29_881);
    expect(all.every(inRepertoire)).toBe(true);
  });

  it('holds levels 1 and 2 of GB 18030-2022: the unified blocks up to 9FEF and 4DB5, and the national table', () => {
    expect([...STANDARD_BEYOND_BMP].length).toBe(196);
    const asked = [...run(0x4e00, 0x9fef), ...run(0x3400, 0x4db5), ...STANDARD_BEYOND_BMP, '〇'];
    expect(asked.filter((one) => !inRepertoire(one))).toEqual([]);
  });

  it('holds the characters of names that made trouble elsewhere', () => {
    expect([...'𠮷㐂𰻝𬭎镕珺玥翀昇喆堃䶮'].filter((one) => !inRepertoire(one))).toEqual([]);
  });

  it('names what it lacks, each once, and nothing that is no Chinese character', () => {
    expect(missingFrom('张\u{2A6D6}、\u{2A6D6}\u{2CEB0} A1 🙂')).toEqual(['\u{2A6D6}', '\u{2CEB0}']);
    expect(missingFrom('张伟 𠮷')).toEqual([]);
  });

  it('takes a compatibility form for its character', () => {
    expect(missingFrom('\u{F900}')).toEqual([]);
  });
});
