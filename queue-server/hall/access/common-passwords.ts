/**
 * Passwords that people choose first, of the shape that the length rule lets through, and the words that they
 * build others from. From what public lists of leaked passwords have in common, with the Chinese favourites
 * (pinyin, 520/1314 wordplay, keyboard walks).
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `1234567890 0123456789 12345678910 123456789a 123456789q 1234567891 0987654321 9876543210 1122334455 1234512345
   123123123123 112233445566 1111111111 0000000000 8888888888 6666666666 5201314520 1314520520 5201314123
   q1w2e3r4t5 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv qwertyuiop qwerty12345 qwertyuiop123 asdfghjkl1
   asdfghjkl123 zxcvbnm123 zxcvbnm1234 abcd123456 abc1234567 abcdefghij abcdef123456 a123456789 aa123456789
   a1234567890 qq123456789 wang123456 zhang123456 li123456789 woaini1314 woaini5201314 woaini520 iloveyou1314
   iloveyou123 password12 password123 password1234 passw0rd123 p@ssw0rd123 p@ssword123 admin12345 admin123456
   administrator root123456 letmein123 welcome123 changeme123 zhengwu123 zhengwudating fuwudating chuangkou123
   quhaoji123 mima123456 nihao12345 zhongguo123 beijing2008 yichuang123 hallmanager manager123`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** A password that is one of these with digits and signs around it is as easy to guess as the word. */
export const COMMON_STEMS: ReadonlySet<string> = new Set(
  `password passwd passwort pass admin administrator root user guest test demo welcome letmein changeme qwerty
   qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx iloveyou woaini woaini1314 mima mimashi zhengwu zhengwudating
   fuwudating dating chuangkou yichuang hall clerk guide manager auditor nihao zhongguo china beijing abc abcd
   abcdef aaa qq wang zhang li liu chen yang huang zhao`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
