import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';

/** A county hall as a designer and the tests need it: eight zones, twelve queues, twenty-six items. */

type Item = Catalogue['items'][number];
type Material = Item['materials'][number];

const t = (zh: string, en: string): Text => ({ zh, en });

/** Valid codes by GB 32100; the item number follows. */
const CREDIT_CODE = '91350100M000100Y43';

const DEPARTMENTS = {
  market: t('市场监督管理局', 'Market Supervision Bureau'),
  social: t('人力资源和社会保障局', 'Human Resources and Social Security Bureau'),
  medical: t('医疗保障局', 'Healthcare Security Bureau'),
  police: t('公安局', 'Public Security Bureau'),
  civil: t('民政局', 'Civil Affairs Bureau'),
  land: t('自然资源局', 'Natural Resources Bureau'),
  tax: t('税务局', 'Tax Bureau'),
  fund: t('住房公积金管理中心', 'Housing Provident Fund Centre'),
  hall: t('政务服务管理局', 'Government Services Bureau'),
} as const;

const ZONES = [
  { id: 'social', name: t('人社医保', 'Social insurance'), place: t('一层东侧', 'Ground floor, east') },
  { id: 'household', name: t('公安户政', 'Household and ID'), place: t('一层西侧', 'Ground floor, west') },
  { id: 'business', name: t('商事登记', 'Business registration'), place: t('二层东侧', 'First floor, east') },
  {
    id: 'property',
    name: t('不动产登记', 'Property registration'),
    place: t('二层西侧', 'First floor, west'),
  },
  { id: 'tax', name: t('纳税服务', 'Tax'), place: t('三层东侧', 'Second floor, east') },
  { id: 'affairs', name: t('社会事务', 'Social affairs'), place: t('一层中部', 'Ground floor, centre') },
  { id: 'guide', name: t('咨询指导', 'Advice'), place: t('一层入口', 'Ground floor, entrance') },
] as const;

const HOURS = [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '16:30' }];

const queue = (
  id: string,
  prefix: string,
  name: Text,
  zone: string,
  department: Text,
  realName: boolean,
): Catalogue['queues'][number] => ({ id, prefix, name, zone, department, realName, hours: HOURS });

const QUEUES = [
  queue('social', 'A', t('社保业务', 'Social insurance matters'), 'social', DEPARTMENTS.social, true),
  queue('medical', 'B', t('医保业务', 'Medical insurance matters'), 'social', DEPARTMENTS.medical, true),
  queue('id-card', 'C', t('身份证户籍', 'ID cards and household'), 'household', DEPARTMENTS.police, true),
  queue('exit', 'D', t('出入境', 'Exit and entry'), 'household', DEPARTMENTS.police, true),
  queue('business', 'E', t('企业登记', 'Business registration'), 'business', DEPARTMENTS.market, false),
  queue('food', 'F', t('食品经营许可', 'Food licences'), 'business', DEPARTMENTS.market, false),
  queue('property', 'G', t('不动产登记', 'Property registration'), 'property', DEPARTMENTS.land, true),
  queue('fund', 'H', t('公积金', 'Housing fund'), 'property', DEPARTMENTS.fund, true),
  queue('tax', 'J', t('综合办税', 'Tax matters'), 'tax', DEPARTMENTS.tax, false),
  queue('marriage', 'K', t('婚姻登记', 'Marriage registration'), 'affairs', DEPARTMENTS.civil, true),
  queue('relief', 'L', t('社会救助', 'Social assistance'), 'affairs', DEPARTMENTS.civil, false),
  queue('guide', 'Z', t('咨询', 'Advice'), 'guide', DEPARTMENTS.hall, false),
];

const ID: Material = { name: t('居民身份证', 'ID card'), copies: 1, form: 'original' };
const HOUSEHOLD: Material = { name: t('居民户口簿', 'Household register'), copies: 1, form: 'original' };
const PHOTO: Material = { name: t('一寸免冠照片', 'One-inch portrait photo'), copies: 2, form: 'original' };
const LICENCE: Material = { name: t('营业执照', 'Business licence'), copies: 1, form: 'copy' };
const FORM: Material = {
  name: t('申请表（现场领取）', 'Application form (available here)'),
  copies: 1,
  form: 'original',
};
const ON_FILE: Material = { name: t('参保缴费记录', 'Contribution record'), copies: 0, form: 'shared' };
const DEED: Material = { name: t('买卖合同', 'Sale contract'), copies: 2, form: 'original' };

const STEPS = [
  t('取号，听到叫号后到窗口', 'Take a number and go to the window when called'),
  t('交材料，工作人员当场核对', 'Hand in the papers; they are checked at once'),
  t('确认信息并签字', 'Check what was entered and sign'),
  t('领取结果，或选择邮寄', 'Collect the result, or have it posted'),
];

interface More {
  readonly aliases?: string[];
  readonly themes?: string[];
  readonly days?: number;
  readonly fee?: number;
  readonly certificate?: 'insurance';
}

let serial = 0;
function item(id: string, queueId: string, name: Text, materials: Material[], more: More = {}): Item {
  const own = QUEUES.find((one) => one.id === queueId);
  if (!own) throw new Error(`no queue ${queueId}`);
  serial += 1;
  return {
    id,
    code: `${CREDIT_CODE}${String(serial).padStart(13, '0')}`,
    name,
    department: own.department,
    queue: own.id,
    zone: own.zone,
    themes: more.themes ?? [],
    aliases: more.aliases ?? [],
    onTheSpot: more.days === undefined,
    promisedDays: more.days ?? 0,
    legalDays: (more.days ?? 0) * 2,
    feeYuan: more.fee ?? 0,
    materials,
    steps: STEPS,
    ...(more.certificate ? { certificate: more.certificate } : {}),
  };
}

const SOCIAL = ['social-insurance'];

export const CATALOGUE: Catalogue = {
  version: 'demo-1',
  hall: t('云溪县政务服务中心', 'Yunxi County Government Service Hall'),
  guideQueue: 'guide',
  seniorAge: 60,
  zones: ZONES.map((zone) => ({ ...zone })),
  queues: QUEUES,
  items: [
    item(
      'social-card-replace',
      'social',
      t('社会保障卡补换领', 'Replacing a social security card'),
      [ID, PHOTO],
      {
        aliases: ['社保卡', '补社保卡', '社保卡丢了'],
        themes: SOCIAL,
      },
    ),
    item(
      'insurance-certificate',
      'social',
      t('社会保险参保证明', 'Social insurance certificate'),
      [ID, ON_FILE],
      {
        aliases: ['社保证明', '参保证明'],
        themes: [...SOCIAL, 'certificates'],
        certificate: 'insurance',
      },
    ),
    item(
      'flexible-enrol',
      'social',
      t('灵活就业人员参保登记', 'Enrolment of the self-employed'),
      [ID, FORM],
      {
        aliases: ['自己交社保', '个人社保'],
        themes: [...SOCIAL, 'employment'],
      },
    ),
    item(
      'pension-apply',
      'social',
      t('基本养老金申领', 'Applying for a basic pension'),
      [ID, HOUSEHOLD, ON_FILE],
      {
        aliases: ['退休', '领养老金'],
        themes: [...SOCIAL, 'elderly'],
        days: 15,
      },
    ),
    item('unemployment', 'social', t('失业保险金申领', 'Unemployment benefit'), [ID, FORM, ON_FILE], {
      aliases: ['失业金'],
      themes: [...SOCIAL, 'employment'],
      days: 10,
    }),
    item(
      'medical-enrol',
      'medical',
      t('城乡居民基本医疗保险参保登记', 'Enrolment in basic medical insurance for residents'),
      [ID, HOUSEHOLD],
      {
        aliases: ['医保', '新农合', '交医保'],
        themes: ['medical'],
      },
    ),
    item(
      'medical-claim',
      'medical',
      t('门诊费用报销', 'Reimbursement of outpatient costs'),
      [
        ID,
        { name: t('门诊发票', 'Outpatient invoice'), copies: 1, form: 'original' },
        { name: t('费用清单', 'List of charges'), copies: 1, form: 'original' },
      ],
      {
        aliases: ['报销', '看病报销'],
        themes: ['medical'],
        days: 20,
      },
    ),
    item('medical-elsewhere', 'medical', t('异地就医备案', 'Registering for treatment elsewhere'), [ID], {
      aliases: ['外地看病', '转诊'],
      themes: ['medical'],
    }),
    item(
      'id-replace',
      'id-card',
      t('居民身份证换领、补领', 'Renewing or replacing an ID card'),
      [HOUSEHOLD],
      {
        aliases: ['身份证', '身份证丢了', '办身份证'],
        themes: ['household'],
        days: 20,
        fee: 40,
      },
    ),
    item(
      'household-newborn',
      'id-card',
      t('新生儿户口登记', 'Registering a newborn'),
      [HOUSEHOLD, { name: t('出生医学证明', 'Birth certificate'), copies: 1, form: 'original' }],
      {
        aliases: ['上户口', '小孩落户'],
        themes: ['household', 'marriage-family'],
      },
    ),
    item('residence-permit', 'id-card', t('居住证申领', 'Applying for a residence permit'), [ID, PHOTO], {
      aliases: ['暂住证'],
      themes: ['household'],
      days: 10,
    }),
    item('passport', 'exit', t('普通护照签发', 'Issuing a passport'), [ID, PHOTO], {
      aliases: ['护照', '出国'],
      themes: ['exit-entry'],
      days: 7,
      fee: 120,
    }),
    item('hk-permit', 'exit', t('往来港澳通行证签发', 'Permit for Hong Kong and Macao'), [ID, PHOTO], {
      aliases: ['港澳通行证', '去香港'],
      themes: ['exit-entry'],
      days: 7,
      fee: 60,
    }),
    item(
      'company-register',
      'business',
      t('公司设立登记', 'Registering a company'),
      [ID, FORM, { name: t('公司章程', 'Articles of association'), copies: 1, form: 'original' }],
      {
        aliases: ['开公司', '注册公司', '营业执照'],
        themes: ['business'],
        days: 1,
      },
    ),
    item('trader-register', 'business', t('个体工商户设立登记', 'Registering a sole trader'), [ID, FORM], {
      aliases: ['个体户', '开店', '营业执照'],
      themes: ['business'],
    }),
    item('company-close', 'business', t('企业注销登记', 'Closing a business'), [LICENCE, FORM], {
      aliases: ['注销公司'],
      themes: ['business'],
      days: 3,
    }),
    item('food-licence', 'food', t('食品经营许可', 'Food business licence'), [LICENCE, FORM], {
      aliases: ['开饭店', '卫生许可证'],
      themes: ['business'],
      days: 8,
    }),
    item('property-transfer', 'property', t('二手房转移登记', 'Transfer of a second-hand home'), [ID, DEED], {
      aliases: ['过户', '卖房', '买房', '房产证'],
      themes: ['property'],
      days: 3,
      fee: 80,
    }),
    item('property-mortgage', 'property', t('不动产抵押登记', 'Registering a mortgage'), [ID, DEED], {
      aliases: ['房贷', '抵押'],
      themes: ['property'],
      days: 2,
      fee: 80,
    }),
    item('property-query', 'property', t('不动产登记资料查询', 'Property register search'), [ID], {
      aliases: ['查房', '无房证明'],
      themes: ['property', 'certificates'],
    }),
    item('fund-withdraw', 'fund', t('住房公积金提取', 'Withdrawing from the housing fund'), [ID, ON_FILE], {
      aliases: ['提公积金'],
      themes: ['provident-fund'],
      days: 3,
    }),
    item('tax-invoice', 'tax', t('代开增值税发票', 'Issuing a VAT invoice'), [ID, LICENCE], {
      aliases: ['开发票', '发票'],
      themes: ['tax'],
    }),
    item('tax-clearance', 'tax', t('开具完税证明', 'Tax payment certificate'), [ID], {
      aliases: ['完税证明'],
      themes: ['tax', 'certificates'],
    }),
    item(
      'marriage',
      'marriage',
      t('结婚登记', 'Registering a marriage'),
      [ID, HOUSEHOLD, { name: t('双方合影照片', 'Photo of the couple'), copies: 3, form: 'original' }],
      {
        aliases: ['领结婚证'],
        themes: ['marriage-family'],
      },
    ),
    item('elder-allowance', 'relief', t('高龄津贴申领', 'Allowance for the very old'), [ID, HOUSEHOLD], {
      aliases: ['老年补贴', '八十岁补贴'],
      themes: ['elderly'],
      days: 15,
    }),
    item('relief', 'relief', t('最低生活保障申请', 'Minimum living allowance'), [ID, HOUSEHOLD, FORM], {
      aliases: ['低保'],
      themes: ['elderly'],
      days: 22,
    }),
  ],
};
