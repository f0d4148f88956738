import { citizenCheckCharacter, type Person } from '@hall/shared/contracts/identity';

/** Numbers from a seed: a crowd can be had again. xorshift32. */
export function seeded(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const FAMILY = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜'];
const GIVEN = [
  '明',
  '芳',
  '伟',
  '秀英',
  '建国',
  '丽',
  '强',
  '静',
  '军',
  '敏',
  '志强',
  '玉兰',
  '子涵',
  '雨桐',
  '浩然',
];

/** An invented person with a valid check digit; 339927 is no assigned region. */
export function inventPerson(random: () => number): Person {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const year = 1940 + Math.floor(random() * 66);
  const month = String(1 + Math.floor(random() * 12)).padStart(2, '0');
  const day = String(1 + Math.floor(random() * 28)).padStart(2, '0');
  const first = `339927${year}${month}${day}${String(Math.floor(random() * 1000)).padStart(3, '0')}`;
  return {
    name: pick(FAMILY) + pick(GIVEN),
    idNumber: first + citizenCheckCharacter(first),
    cardKind: 'resident',
    birth: `${year}-${month}-${day}`,
  };
}
