/** Refusals at a window, and in paper mode: part of the one table (errors.ts). */
export const CALLING_ERRORS = {
  WINDOW_UNKNOWN: {
    status: 404,
    text: {
      zh: '没有这个窗口，可能已被撤销。请刷新后另选。',
      en: 'There is no such window any more. Please reload and choose another.',
    },
  },
  WINDOW_CLOSED: {
    status: 409,
    text: { zh: '窗口还没有开放，请先开放窗口。', en: 'The window is not open. Please open it first.' },
  },
  WINDOW_BUSY: {
    status: 409,
    text: {
      zh: '本窗口还有人。请先办结、过号、暂离或转办。',
      en: 'Somebody is at this window. Please finish, pass, park or transfer the number first.',
    },
  },
  WINDOW_TAKEN: {
    status: 409,
    text: {
      zh: '已有同事在此窗口。请其先关闭窗口，或请管理员关闭后再开放。',
      en: 'A colleague is at this window. Have it closed first, by the colleague or by a manager.',
    },
  },
  WINDOW_IDLE: {
    status: 409,
    text: {
      zh: '窗口当前没有可以这样处理的号，请先呼叫或开始办理。',
      en: 'No number at this window for that. Please call one, or begin the service first.',
    },
  },
  CALL_LOCKED: {
    status: 409,
    text: { zh: '刚刚叫过号，请稍候。', en: 'A call was just made. Please wait a few seconds.' },
  },
  RECALL_LIMIT: {
    status: 409,
    text: { zh: '重呼次数已满，可按过号处理。', en: 'Recalled often enough: mark a no-show.' },
  },
  REACTIVATE_LIMIT: {
    status: 409,
    text: {
      zh: '过号重排次数已满，请重新取号。',
      en: 'It came back as often as it may. Please take a new number.',
    },
  },
  OUT_OF_TURN: {
    status: 422,
    text: {
      zh: '指定呼叫须选择本大厅规定的原因；没有合适的原因时，请按顺序呼叫。',
      en: 'Calling out of turn needs one of the reasons of this hall. Without one, call the next in turn.',
    },
  },
  TICKET_BOUND: {
    status: 409,
    text: {
      zh: '该号指定由其他窗口办理，请由该窗口呼叫，或请导办改派。',
      en: 'This number is bound to another window. Let that one call it, or ask a guide to move it.',
    },
  },
  NOT_CALLABLE: {
    status: 409,
    text: {
      zh: '该号还不能呼叫：预约时段未到，或号票尚未确认打印。请稍候，或请导办补打。',
      en: 'It cannot be called yet: its booked time has not come, or its paper is not out. Please wait, or ask a guide to reprint it.',
    },
  },
  NOBODY_WAITING: {
    status: 409,
    text: {
      zh: '现在没有可以呼叫的人，有人来时会自动显示。',
      en: 'Nobody can be called now. Whoever comes appears here by itself.',
    },
  },
  CONFIRM_END: {
    status: 409,
    text: {
      zh: '本窗口正在办理。请确认结束当前办理并呼叫下一位，或先点“办结”。',
      en: 'A service is running here. Confirm that the call ends it, or finish it first.',
    },
  },
  RECALL_SOON: {
    status: 409,
    text: {
      zh: '刚刚呼叫过，请稍等几秒再重呼。',
      en: 'You have only just called. Please wait a few seconds.',
    },
  },
  NO_SHOW_EARLY: {
    status: 409,
    text: {
      zh: '呼叫次数不够，还不能过号。请先重呼。',
      en: 'The number was not called often enough to be passed. Please call it again first.',
    },
  },
  PARK_LIMIT: {
    status: 409,
    text: {
      zh: '本窗口暂离的号已达上限。请先召回一位，或为其办结。',
      en: 'This window has parked as many as it may. Please call one of them back first.',
    },
  },
  TRANSFER_NOWHERE: {
    status: 409,
    text: {
      zh: '不能转到该窗口：它未开放，或就是本窗口。请另选窗口或队列。',
      en: 'That window is closed, or it is this one. Please choose another window or a queue.',
    },
  },
  QUICK_SERVE_OFF: {
    status: 409,
    text: {
      zh: '本大厅未开启无号办理。请让群众先取号。',
      en: 'This hall serves nobody without a number. Please have the person take one.',
    },
  },
  UNDO_NOTHING: {
    status: 409,
    text: {
      zh: '没有可以撤销的操作。需要更正请找导办或管理员。',
      en: 'There is nothing to take back. To put something right, ask a guide or a manager.',
    },
  },
  UNDO_LATE: {
    status: 409,
    text: {
      zh: '已超过可撤销的时间。需要更正请找导办或管理员处理。',
      en: 'It is too late to take this back. Please ask a guide or a manager to put it right.',
    },
  },
  UNDO_GONE_ON: {
    status: 409,
    text: {
      zh: '该号之后已有新的情况（如已评价、重新取号或被其他窗口呼叫），不能撤销。请导办协助更正。',
      en: 'Something has happened to this number since (rated, a new number, another call). Please ask a guide.',
    },
  },
  PAUSE_REASON: {
    status: 422,
    text: {
      zh: '本大厅没有这个暂停事由。请重新选择。',
      en: 'This hall does not have that reason for a pause. Please choose another.',
    },
  },
  LAST_WINDOW: {
    status: 409,
    text: {
      zh: '这是最后一个为排队群众办理的窗口。请先安排其他窗口开放。',
      en: 'This is the last window for people who wait. Please have another one open first.',
    },
  },
  ASSIGNMENT_STRANDS: {
    status: 409,
    text: {
      zh: '有队列还有人等候，调整后将没有窗口办理。请确认，或先为它安排其他窗口。',
      en: 'People wait in a queue that would have no window. Confirm, or give it another window first.',
    },
  },
  PAPER_MODE: {
    status: 409,
    text: {
      zh: '该队列暂用纸质号，请到咨询台领取预印号票。',
      en: 'This queue uses pre-printed numbers now. Please get one at the guide desk.',
    },
  },
  PAPER_OFF: {
    status: 409,
    text: {
      zh: '该队列未启用纸质号，或没有预印号。请导办先启用，或正常呼叫。',
      en: 'This queue is not in paper mode or has no pre-printed numbers. Ask a guide to start it, or call as usual.',
    },
  },
  PAPER_MANAGER: {
    status: 403,
    text: {
      zh: '本大厅只有管理员可以启用纸质号。请联系管理员。',
      en: 'Only a manager may start paper mode in this hall. Please ask a manager.',
    },
  },
  PAPER_NUMBER: {
    status: 422,
    text: {
      zh: '这个预印号不在号段内，或今天已经用过。请核对纸票上的号码。',
      en: 'This pre-printed number is outside the range or was used today. Please check the paper.',
    },
  },
  PAPER_TIMES: {
    status: 422,
    text: {
      zh: '时间不在今天，或不是依次呼叫、开始、结束，不计入统计；已记入操作记录。',
      en: 'The times are not of today, or not in the order called, started, ended. It is in no figure; the audit log has it.',
    },
  },
} as const;
