/** Refusals of taking a number and of bookings; a part of the one table in errors.ts. */
export const TAKING_ERRORS = {
  SLOT_USED_UP: {
    status: 409,
    text: {
      zh: '这个时段的号已取完，请在后面的时段再来取号，或到咨询台。',
      en: 'The numbers of this time of day are taken. Please come again later, or ask at the guide desk.',
    },
  },
  CLOSING_SOON: {
    status: 409,
    text: {
      zh: '即将停止办理，来不及再取号了。请改日再来，或到咨询台。',
      en: 'It closes soon: too late for a new number. Please come another day, or ask at the guide desk.',
    },
  },
  TOO_MANY_ITEMS: {
    status: 422,
    text: {
      zh: '一张号票办不了这么多事项，请分次取号或到咨询台。',
      en: 'Too many services for one number. Please take another number for the rest, or ask at the guide desk.',
    },
  },
  CLASS_NOT_OFFERED: {
    status: 422,
    text: {
      zh: '本大厅没有设这一优先类别或理由，请从列表中选择。',
      en: 'This hall does not offer this class or reason. Please choose from the list.',
    },
  },
  AGENT_LIMIT: {
    status: 409,
    text: {
      zh: '代办号票已达上限，请先办完手中的，或请本人前来。',
      en: 'No more numbers for others. Please have those in hand served first, or ask the person to come.',
    },
  },
  BOOKING_UNKNOWN: {
    status: 404,
    text: {
      zh: '没有查到这个预约，请核对证件，或现场取号。',
      en: 'This booking was not found. Please check the card, or take a number in the hall.',
    },
  },
  BOOKING_STATE: {
    status: 409,
    text: {
      zh: '这个预约已签到、已取消或已过时，请现场取号或重新预约。',
      en: 'This booking was used, cancelled or missed. Please take a number, or book again.',
    },
  },
  BOOKING_SLOT_UNKNOWN: {
    status: 422,
    text: {
      zh: '这一天没有这个预约时段，请从列表中选择。',
      en: 'There is no such time to book on that day. Please choose one from the list.',
    },
  },
  BOOKING_FULL: {
    status: 409,
    text: {
      zh: '这个时段已约满或已开始，请选择其他时段，或现场取号。',
      en: 'This time is fully booked or has begun. Please choose another one, or take a number in the hall.',
    },
  },
  BOOKING_TOO_FAR: {
    status: 422,
    text: {
      zh: '这个日期不能预约，请选择近几天的日期。',
      en: 'This day cannot be booked. Please choose one of the next days.',
    },
  },
  BOOKING_TWICE: {
    status: 409,
    text: {
      zh: '同一事项当天已有预约。请改约其他日期，或先取消原预约。',
      en: 'This service is booked for that day already. Please choose another day, or cancel the earlier booking.',
    },
  },
  BOOKING_BLOCKED: {
    status: 409,
    text: {
      zh: '因多次未到或取消，暂时不能预约；仍可现场取号。',
      en: 'Too many bookings were missed or cancelled: no booking for a while. Taking a number stays possible.',
    },
  },
  CHECK_IN_EARLY: {
    status: 409,
    text: {
      zh: '还没到签到时间，请在预约时段前再来。',
      en: 'It is too early to check in. Please come back shortly before your time.',
    },
  },
  OFFLINE_NUMBER: {
    status: 409,
    text: {
      zh: '这个断网期间的号不在本机的号段内，或今天已被使用。请到咨询台核对号票后补号。',
      en: 'This number from the outage is not of this machine, or is used today. Please have it checked at the guide desk.',
    },
  },
  CALENDAR_YEAR_UNKNOWN: {
    status: 404,
    text: {
      zh: '这一年的节假日安排尚未收录，请按国务院办公厅的通知自行填写。',
      en: 'The holidays of this year are not known here. Please enter them from the official notice.',
    },
  },
} as const;
