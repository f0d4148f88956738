/**
 * What people call the parts of characters that are no characters of their own, after 《汉字部首表》 (GF 0011-2009)
 * and everyday names. Parts that are characters go by their readings as well.
 */
const NAMES =
  '亻ren,danren,danliren 彳chi,shuangren,shuangliren 氵shui,sandianshui 冫bing,liangdianshui 扌shou,ti,tishou 忄xin,shuxin ' +
  '犭quan,fanquan 饣shi,shizi 飠shi,shizi 𩙿shi 纟si,jiaosi 糹si,jiaosi 糸si,mi 钅jin,jinzi 釒jin,jinzi 讠yan,yanzi 訁yan,yanzi ' +
  '辶zou,zouzhi,chuo 廴yin,jian,jianzhi 艹cao,caozi,caozitou 宀mian,bao,baogai 冖mi,tubao 疒bing,ne,bingzi 衤yi,yizi ' +
  '礻shi,shizi 灬huo,sidian 刂dao,lidao 攵wen,fanwen,pu 攴pu 阝er,erduo,fu,yi 卩jie,daner 罒wang,si,siziwang 爫zhua,zhuazi ' +
  '牜niu 𧾷zu,zuzi 虍hu,huzi 髟biao 丷ba,dao,daoba 勹bao 冂jiong,tongzi 凵kan,xiongzi 匚fang,san,sankuang 囗wei,kou,guozi ' +
  '厂chang 广guang 尸shi 巛chuan,sanguai 彡shan,sanpie 氺shui 龵shou 手shou 耂lao,laozi 亠tou,dian,dianheng 乛zhe,hengzhe ' +
  '丨shu,gun 丿pie 丶dian,zhu 一yi,heng 乚zhe,shuwan 亅gou,shugou,jue 乙yi,zhe 𠂉ren,fuzi 𠂇zuo,zuozi 𠆢ren 王wang,yu 覀xi,yao ' +
  '龶qing,zhu 龷gong 彐xue,ji,hengshan 彑ji 肀yu,lv 镸chang,zhang 長chang,zhang 长chang,zhang 几ji 𠘨ji 夂zhi,dong 夊sui 皿min ' +
  '隹zhui,zhuizi 歹dai 殳shu 廾gong,nong 廿nian 弋yi 屮che 癶deng,bo 覀xi 豸zhi 釆bian 阜fu 邑yi 聿yu 幺yao 月yue,rou 肉rou ' +
  '贝bei 貝bei 见jian 見jian 页ye 頁ye 鸟niao 鳥niao 鱼yu 魚yu 马ma 馬ma 车che 車che 门men 門men 风feng 風feng 言yan 金jin 食shi ' +
  '心xin 刀dao 人ren 水shui 火huo 犬quan 衣yi 示shi 竹zhu 足zu 羊yang 牛niu 玉yu 辵zou,chuo 艸cao 網wang 老lao 爪zhua ' +
  '㇐heng ㇑shu ㇒pie ㇏na ㇔dian ㇀ti ㇆zhe ㇇zhe ㇕zhe ㇖zhe ㇗zhe ㇙zhe ㇚gou 㐅cha 〇ling';

/** Radical forms of the block U+2E80–2EF3 that stand in decompositions, with the character that they are. */
const SAME_AS: Readonly<Record<string, string>> = {
  '⺀': '冫',
  '⺅': '亻',
  '⺈': '刀',
  '⺉': '刂',
  '⺊': '卜',
  '⺌': '小',
  '⺍': '小',
  '⺕': '彐',
  '⺖': '忄',
  '⺗': '心',
  '⺘': '扌',
  '⺙': '攵',
  '⺡': '氵',
  '⺢': '氺',
  '⺣': '灬',
  '⺤': '爫',
  '⺧': '牛',
  '⺨': '犭',
  '⺩': '王',
  '⺪': '疋',
  '⺫': '罒',
  '⺬': '示',
  '⺭': '礻',
  '⺮': '竹',
  '⺯': '糸',
  '⺰': '纟',
  '⺲': '罒',
  '⺳': '网',
  '⺶': '羊',
  '⺷': '羊',
  '⺹': '耂',
  '⺺': '聿',
  '⺻': '聿',
  '⺼': '月',
  '⺾': '艹',
  '⺿': '艹',
  '⻀': '艹',
  '⻂': '衤',
  '⻃': '覀',
  '⻇': '角',
  '⻈': '讠',
  '⻊': '足',
  '⻌': '辶',
  '⻍': '辶',
  '⻎': '辶',
  '⻏': '阝',
  '⻐': '钅',
  '⻖': '阝',
  '⻗': '雨',
  '⻚': '页',
  '⻝': '食',
  '⻟': '飠',
  '⻠': '饣',
  '⻢': '马',
  '⻤': '鬼',
};

let names: Map<string, readonly string[]> | undefined;

/** Names of a part, in letters, besides the readings it has as a character. */
export function namesOf(part: string): readonly string[] {
  names ??= new Map(
    NAMES.split(' ').map((entry) => {
      const [one] = entry;
      return [one!, entry.slice(one!.length).split(',')];
    }),
  );
  return names.get(characterOf(part)) ?? [];
}

/** The character that a radical form stands for: ⻖ is 阝, ⼟ is 土. */
export function characterOf(part: string): string {
  return SAME_AS[part] ?? part.normalize('NFKC');
}
