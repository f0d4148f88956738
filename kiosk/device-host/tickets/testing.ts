import type { TicketSlip } from '@hall/shared/contracts/commands';

/** An ordinary ticket of invented people, for tests. */
export const SLIP: TicketSlip = {
  ticket: '0123456789abcdef0123456789abcdef',
  number: 'A012',
  ordinal: 1,
  day: '2026-11-21',
  at: Date.UTC(2026, 10, 21, 1, 5),
  hall: { zh: '云溪县政务服务中心', en: 'Yunxi County Government Service Hall' },
  zone: 'social',
  zoneName: { zh: '人社医保', en: 'Social insurance' },
  place: { zh: '一层东侧', en: 'Ground floor, east' },
  queue: 'social',
  queueName: { zh: '社保业务', en: 'Social insurance matters' },
  department: { zh: '人力资源和社会保障局', en: 'Social Security Bureau' },
  items: [{ zh: '社会保障卡补换领', en: 'Replacing a social security card' }],
  class: 'senior',
  classReason: { zh: '已满60岁', en: '60 or older' },
  ahead: 12,
  estimate: { lowMin: 8, highMin: 12 },
  windows: [3, 4],
  rule: { zh: '过号可重排一次。', en: 'You can rejoin once.' },
  progressToken: '00112233445566778899aabbccddeeff',
  shortCode: '4F2A9C',
};
