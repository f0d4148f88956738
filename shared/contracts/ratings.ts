import { z } from 'zod';
import type { Text } from './text.ts';

/** Five grades of 好差评, 5 the best; the published names and reason codes. */
export const Grade = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export type Grade = z.infer<typeof Grade>;

interface GradeEntry {
  readonly name: Text;
  readonly reasons: ReadonlyArray<{ readonly code: number; readonly text: Text }>;
}

const r = (code: number, zh: string, en: string) => ({ code, text: { zh, en } });

export const GRADES: Readonly<Record<Grade, GradeEntry>> = {
  5: {
    name: { zh: '非常满意', en: 'Very satisfied' },
    reasons: [
      r(510, '一窗受理一次办结', 'One window, one visit'),
      r(511, '可以先受理后补材料', 'Accepted first, papers later'),
      r(512, '不用提交证明', 'No proof was needed'),
      r(513, '可以全程网上办理', 'Can be done fully online'),
      r(514, '可以使用手机办理', 'Can be done by phone'),
      r(515, '可以就近办理', 'Can be done nearby'),
      r(516, '无需材料直接办理', 'No papers needed at all'),
      r(517, '服务热情效率高', 'Warm and efficient service'),
    ],
  },
  4: {
    name: { zh: '满意', en: 'Satisfied' },
    reasons: [
      r(406, '填写一张表单就可完成申报', 'One form was enough'),
      r(407, '在线提交材料窗口核验', 'Papers online, checked at the window'),
      r(408, '一张清单告知全部申报材料', 'One list named all papers'),
      r(409, '用告知承诺减免申报材料', 'A written promise replaced papers'),
      r(410, '可以在线预约办理', 'Can be booked online'),
      r(411, '跑大厅一次办完', 'Done in one visit'),
      r(412, '可以使用自助机办理', 'Can be done at a machine'),
      r(413, '服务态度较好', 'Good attitude'),
    ],
  },
  3: {
    name: { zh: '基本满意', en: 'Fairly satisfied' },
    reasons: [
      r(307, '一次性告知需要补正的材料', 'All missing papers were named at once'),
      r(308, '提供申报材料样本', 'Samples of the papers were there'),
      r(309, '在承诺的时间内办结', 'Done within the promised time'),
      r(310, '办事指南指引准确', 'The guide was accurate'),
      r(311, '按办事指南要求的材料即可办理', 'The papers of the guide were enough'),
      r(312, '可以快递送达', 'Can be sent by post'),
      r(313, '跑动次数与承诺的一致', 'As many visits as promised'),
      r(314, '服务态度一般', 'Fair attitude'),
    ],
  },
  2: {
    name: { zh: '不满意', en: 'Dissatisfied' },
    reasons: [
      r(207, '没有提供材料样本', 'No samples of the papers'),
      r(208, '没有提供材料清单', 'No list of the papers'),
      r(209, '未在承诺时间内办结', 'Not done in the promised time'),
      r(210, '同样内容的证明材料被要求多次提交', 'The same proof was asked for again'),
      r(211, '承诺网办但无法在线办理', 'Promised online, but not possible'),
      r(212, '在线预约办理后到实体大厅重复取号排队', 'Booked online, had to queue again'),
      r(213, '窗口人员业务不熟练', 'The clerk did not know the matter well'),
      r(214, '服务态度生硬', 'Unfriendly attitude'),
    ],
  },
  1: {
    name: { zh: '非常不满意', en: 'Very dissatisfied' },
    reasons: [
      r(108, '在办事指南之外增加新的审批条件', 'Conditions beyond the guide'),
      r(109, '需提供办事指南之外的申报材料', 'Papers beyond the guide'),
      r(110, '无理由超过法定办理时间', 'Past the legal time without reason'),
      r(111, '办事指南提供样本有错', 'The samples in the guide were wrong'),
      r(112, '承诺在线收取申报材料实际无法收取', 'Papers promised online could not be handed in'),
      r(113, '多头跑窗口和部门', 'Sent from window to window'),
      r(114, '跑动次数与承诺的不一致', 'More visits than promised'),
      r(115, '服务态度差效率低', 'Bad attitude, slow service'),
    ],
  },
};

/** Every reason must belong to the grade that was given. */
export function reasonsFit(grade: Grade, reasons: readonly number[]): boolean {
  return reasons.every((code) => GRADES[grade].reasons.some((reason) => reason.code === code));
}
