import { CALLING_ERRORS } from './calling-errors.ts';
import { REMOTE_ERRORS } from './remote-errors.ts';
import { TAKING_ERRORS } from './taking-errors.ts';
import type { Text } from './text.ts';

/**
 * The one table of error codes. HTTP answers carry them in problem documents (RFC 9457), MQTT answers in
 * `error{code,message}`; screens show `text`, which always says what the person can do.
 * `docs/errors.md` is generated from it and tested against it.
 */
interface ErrorEntry {
  /** HTTP status of the problem document. */
  readonly status: number;
  readonly text: Text;
}

const table = {
  BAD_REQUEST: {
    status: 400,
    text: { zh: '提交的内容有误，请检查后重试。', en: 'Something in the request is wrong. Please check it.' },
  },
  BODY_TOO_LARGE: { status: 413, text: { zh: '提交的内容过大。', en: 'The request is too large.' } },
  DAY_UNKNOWN: {
    status: 404,
    text: {
      zh: '这一天没有记录：请选择大厅启用之日至今天的日期。',
      en: 'There are no records of this day. Please choose one from the first day of the hall to today.',
    },
  },
  RANGE_INVALID: {
    status: 422,
    text: {
      zh: '日期范围不对：结束不得早于开始，最长 92 天。',
      en: 'This range does not work: it must not end before it begins, and lasts 92 days at most.',
    },
  },
  REPORT_RUNNING: {
    status: 503,
    text: {
      zh: '报表正在计算，请稍候，完成后会自动显示。',
      en: 'The report is being made. It appears by itself in a moment.',
    },
  },
  REPORT_BUSY: {
    status: 503,
    text: {
      zh: '同时计算的报表太多，请一分钟后再试。',
      en: 'Too many reports are being made. Please try again in a minute.',
    },
  },
  ESTIMATE_UNAVAILABLE: {
    status: 503,
    text: {
      zh: '等候估计正在准备，请一分钟后再试。',
      en: 'Estimates are being prepared. Please try again in a minute.',
    },
  },
  UNKNOWN_COMMAND: { status: 404, text: { zh: '没有这项功能。', en: 'There is no such command.' } },
  NOT_FOUND: { status: 404, text: { zh: '没有找到。', en: 'Not found.' } },
  NOT_LOGGED_IN: { status: 401, text: { zh: '请先登录。', en: 'Please log in first.' } },
  LOGIN_FAILED: { status: 401, text: { zh: '用户名或密码不对。', en: 'Wrong user name or password.' } },
  SESSION_EXPIRED: {
    status: 401,
    text: { zh: '登录已过时限，请重新登录。', en: 'Your session has expired. Please log in again.' },
  },
  SESSION_ENDED: {
    status: 401,
    text: {
      zh: '此处的登录已被结束，请重新登录；如不是您本人所为，请告知系统管理员。',
      en: 'This session was ended. Please log in again; tell the administrator if it was not you.',
    },
  },
  SESSION_UNKNOWN: { status: 404, text: { zh: '该登录已经结束。', en: 'This session has ended already.' } },
  ACCOUNT_LOCKED: {
    status: 423,
    text: {
      zh: '多次输错，该用户名暂停登录。请稍后再试，或请系统管理员解锁。',
      en: 'Too many wrong tries: this name is locked for a while. Try later, or ask the administrator.',
    },
  },
  ACCOUNT_UNKNOWN: { status: 404, text: { zh: '没有这个账号。', en: 'There is no such account.' } },
  USERNAME_TAKEN: {
    status: 409,
    text: { zh: '用户名已被使用，请换一个。', en: 'This user name is taken. Please choose another.' },
  },
  ROLES_CONFLICT: {
    status: 422,
    text: {
      zh: '业务、监察、系统管理三类角色不能由同一账号兼任，请分设账号。',
      en: 'Running, auditing and administering need separate accounts. Please choose roles of one kind.',
    },
  },
  OWN_ACCOUNT: {
    status: 409,
    text: {
      zh: '不能对自己的账号做此操作，请另一位系统管理员办理。',
      en: 'Not on your own account. Please ask another administrator.',
    },
  },
  LAST_ADMINISTRATOR: {
    status: 409,
    text: {
      zh: '这是最后一位系统管理员，请先设立另一位。',
      en: 'This is the last administrator. Please appoint another one first.',
    },
  },
  PASSWORD_WRONG: {
    status: 422,
    text: { zh: '当前密码不对，请重新输入。', en: 'The present password is wrong. Please type it again.' },
  },
  PASSWORD_WEAK: {
    status: 422,
    text: {
      zh: '密码不合要求：至少 10 个字符，不用常见密码，不含用户名和大厅名，不与最近三次相同。',
      en: 'Choose at least 10 characters: no common password, no user or hall name, none of the last three.',
    },
  },
  PASSWORD_EXPIRED: {
    status: 403,
    text: {
      zh: '一次性密码已过期，请系统管理员重新发放。',
      en: 'The one-time password has expired. Please ask the administrator for a new one.',
    },
  },
  PASSWORD_CHANGE_NEEDED: {
    status: 403,
    text: { zh: '请先设置自己的密码。', en: 'Please choose a password of your own first.' },
  },
  TOTP_NEEDED: {
    status: 401,
    text: { zh: '请输入动态验证码。', en: 'Please type the code of your authenticator app.' },
  },
  TOTP_WRONG: {
    status: 422,
    text: {
      zh: '验证码不对或已用过，请等下一个再试。',
      en: 'The code is wrong or was used already. Please wait for the next one.',
    },
  },
  TOTP_SETUP_NEEDED: {
    status: 403,
    text: {
      zh: '本大厅要求两步验证，请先绑定动态验证码。',
      en: 'This hall asks for two-step login. Please set up your authenticator app first.',
    },
  },
  TOTP_STATE: {
    status: 409,
    text: {
      zh: '两步验证的状态已变，请刷新后再试。',
      en: 'Two-step login is in another state now. Please reload and try again.',
    },
  },
  SETUP_CLOSED: {
    status: 404,
    text: { zh: '系统已完成初始设置，请直接登录。', en: 'The system is set up already. Please log in.' },
  },
  SETUP_CODE_WRONG: {
    status: 403,
    text: {
      zh: '设置码不对或已失效。请看服务器的输出或设置码文件；失效后重启服务器会生成新的。',
      en: 'The set-up code is wrong or no longer valid. The server prints it when it starts; a restart makes a new one.',
    },
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    text: { zh: '操作过于频繁，请稍候。', en: 'Too many requests. Please wait a moment.' },
  },
  FORBIDDEN: { status: 403, text: { zh: '没有此项权限。', en: 'You are not allowed to do this.' } },
  EXPIRED: { status: 410, text: { zh: '操作已过时，未执行。', en: 'Too late: this was not carried out.' } },
  REQUEST_ID_REUSED: {
    status: 409,
    text: { zh: '请求编号已用于其他操作。', en: 'This request id was used for something else.' },
  },
  STORAGE_FULL: {
    status: 507,
    text: {
      zh: '服务器存储已满，请联系管理员。',
      en: 'The server has no space left. Please call the administrator.',
    },
  },
  STORAGE_FAILED: {
    status: 503,
    text: {
      zh: '服务器存储故障，操作未执行，请重试。',
      en: 'The server could not save this. Please try again.',
    },
  },
  SERVER_AWAY: {
    status: 503,
    text: {
      zh: '暂时连不上服务器，请到咨询台。',
      en: 'The server cannot be reached. Please go to the guide desk.',
    },
  },
  INTERNAL: {
    status: 500,
    text: { zh: '系统出错了，请重试。', en: 'Something went wrong. Please try again.' },
  },

  QUEUE_UNKNOWN: {
    status: 404,
    text: {
      zh: '没有这个队列，可能已被撤销。请刷新后另选。',
      en: 'There is no such queue any more. Please reload and choose another.',
    },
  },
  ITEM_UNKNOWN: {
    status: 404,
    text: {
      zh: '没有这个事项，可能已被撤销。请刷新后另选。',
      en: 'There is no such service any more. Please reload and choose another.',
    },
  },
  QUEUE_CLOSED: {
    status: 409,
    text: {
      zh: '现在不在取号时间内，请看开放时间或到咨询台。',
      en: 'This queue is closed now. Please see its hours or ask at the guide desk.',
    },
  },
  QUOTA_USED_UP: {
    status: 409,
    text: {
      zh: '今天的号已取完，请改日再来或到咨询台。',
      en: 'No numbers are left for today. Please come another day or ask at the guide desk.',
    },
  },
  NUMBERS_USED_UP: {
    status: 409,
    text: {
      zh: '今天的号码已用完，请到咨询台。',
      en: 'All numbers of today are used. Please go to the guide desk.',
    },
  },
  ...TAKING_ERRORS,
  ALREADY_WAITING: {
    status: 409,
    text: {
      zh: '您已在这个队列中排队，请看手中的号票；遗失可到咨询台补打。',
      en: 'You are already waiting in this queue: see your paper. If it is lost, the guide desk prints it again.',
    },
  },
  QUEUE_WITHOUT_WINDOW: {
    status: 409,
    text: {
      zh: '今天没有窗口办理此业务，请到咨询台。',
      en: 'No window serves this today. Please go to the guide desk.',
    },
  },
  CARD_NEEDED: {
    status: 422,
    text: { zh: '此业务需要实名，请放上身份证。', en: 'Please lay your ID card on the reader.' },
  },
  ID_NUMBER_INVALID: { status: 422, text: { zh: '证件号码不正确。', en: 'The ID number is not valid.' } },
  TICKET_UNKNOWN: {
    status: 404,
    text: {
      zh: '今天没有这张号票，请核对号码和日期。',
      en: 'There is no such ticket today. Please check the number and the date.',
    },
  },
  TICKET_STATE: {
    status: 409,
    text: {
      zh: '这个号现在不能这样处理：可能已被呼叫、办结、过号或作废。请查看号票经过，或请导办协助。',
      en: 'Not with this number now: it may have been called, finished, passed or void. See its story, or ask a guide.',
    },
  },
  REPRINT_LIMIT: {
    status: 409,
    text: {
      zh: '补打次数已满，请到咨询台。',
      en: 'It was reprinted too often. Please go to the guide desk.',
    },
  },
  KIOSK_AWAY: {
    status: 409,
    text: {
      zh: '这台取号机没有联机或不能打印，请选另一台，或让对方看屏幕上的号。',
      en: 'This kiosk is offline or cannot print. Choose another one, or show the number on the screen.',
    },
  },
  RATING_CLOSED: { status: 409, text: { zh: '本次评价已结束。', en: 'This rating is closed.' } },
  ALREADY_RATED: {
    status: 409,
    text: { zh: '本次服务已评价过。', en: 'This service has been rated already.' },
  },
  RATING_REASONS: {
    status: 422,
    text: { zh: '所选理由与评价不符。', en: 'The reasons do not belong to the grade.' },
  },
  PLATFORM_AWAY: {
    status: 503,
    text: {
      zh: '政务平台暂时连不上，请稍后再试或到窗口。',
      en: 'The platform cannot be reached. Please try later or go to a window.',
    },
  },
  PERSON_NOT_FOUND: {
    status: 404,
    text: {
      zh: '平台没有查到您的参保记录，请到社保窗口。',
      en: 'No insurance record was found. Please go to the social security window.',
    },
  },
  CERTIFICATE_UNKNOWN: { status: 404, text: { zh: '没有这份证明。', en: 'There is no such certificate.' } },
  FONT_MISSING: {
    status: 500,
    text: { zh: '有字无法打印，请到窗口办理。', en: 'A character cannot be printed. Please go to a window.' },
  },
  BACKUP_OFF: {
    status: 409,
    text: {
      zh: '尚未设置备份：请先在大厅配置中填写 backup 一节。',
      en: 'No backup is set up: please fill in the section “backup” of the hall’s configuration first.',
    },
  },
  PERSON_UNKNOWN: {
    status: 404,
    text: {
      zh: '没有保存此人的资料，请核对证件号码或号票。',
      en: 'Nothing is kept about this person. Please check the ID number or the ticket.',
    },
  },
  PERSON_WAITING: {
    status: 409,
    text: {
      zh: '此人还有未结束的号票，请先办结或取消后再删除资料。',
      en: 'This person has a ticket that still counts. Please finish or cancel it first.',
    },
  },
  DEVICE_UNKNOWN: { status: 401, text: { zh: '设备未登记。', en: 'This device is not enrolled.' } },
  ENROLMENT_UNKNOWN: {
    status: 404,
    text: {
      zh: '登记申请不存在或已过期，请看设备屏幕上的新配对码。',
      en: 'This request is unknown or has expired. Please look at the new code on the device.',
    },
  },
  ENROLMENT_DECIDED: {
    status: 409,
    text: { zh: '此登记申请已有人处理，请刷新。', en: 'Somebody has already decided this. Please reload.' },
  },
  ENROLMENT_MISMATCH: {
    status: 422,
    text: {
      zh: '配对码或设备类型不符，请核对设备屏幕后重试。',
      en: 'The code or the kind of device does not match. Please check the device and try again.',
    },
  },
  DEVICE_ENROLLED: {
    status: 409,
    text: {
      zh: '该设备已登记。如要换机，请确认替换原设备。',
      en: 'This device is enrolled already. Confirm that the former one is replaced.',
    },
  },
  DEVICE_NOT_CONFIGURED: {
    status: 404,
    text: {
      zh: '大厅配置中没有这个设备，请先添加。',
      en: 'The hall has no such device. Please add it to the configuration first.',
    },
  },
  MISDIRECTED: {
    status: 421,
    text: {
      zh: '访问地址不属于本大厅服务器，请使用登记的地址。',
      en: 'This address is not the hall server’s own. Please use its proper address.',
    },
  },
  SETTINGS_STALE: {
    status: 409,
    text: {
      zh: '设置刚被他人修改，或有待生效的设置未说明去留。请重新载入后再改。',
      en: 'Somebody changed the settings meanwhile, or a scheduled change was not named. Please load them again.',
    },
  },
  SETTINGS_INVALID: {
    status: 422,
    text: {
      zh: '设置有误，请按提示修改后再保存。',
      en: 'The settings have a mistake. Please mend what is marked and save again.',
    },
  },
  SETTINGS_FIXED: {
    status: 422,
    text: {
      zh: '这部分设置只能在配置文件中修改，重启后生效。请联系系统管理员。',
      en: 'Only the hall’s file says this, with the next start. Please ask the administrator.',
    },
  },
  SETTINGS_UNCHANGED: {
    status: 409,
    text: { zh: '没有任何改动，无需保存。', en: 'Nothing is changed, so there is nothing to save.' },
  },
  SETTINGS_VERSION_UNKNOWN: {
    status: 404,
    text: {
      zh: '没有这个版本，或它不在待生效之列。请重新载入历史。',
      en: 'There is no such version, or it is not scheduled. Please load the history again.',
    },
  },
  SETTINGS_QUEUE_IN_USE: {
    status: 409,
    text: {
      zh: '该队列还有未办结的号票或预约。请先办完、转走或取消，或改为从以后某日零点起生效。',
      en: 'People hold tickets or bookings of this queue. Serve, move or cancel them first, or let it count from a later midnight on.',
    },
  },
  SETTINGS_WINDOW_IN_USE: {
    status: 409,
    text: {
      zh: '该窗口正在使用。请先关窗并处理指定到此窗口的号票，或改为从明日零点起生效。',
      en: 'The window is in use. Close it and move the tickets bound to it first, or let it count from midnight on.',
    },
  },
  SETTINGS_ITEM_IN_USE: {
    status: 409,
    text: {
      zh: '该事项还有未办结的号票。请先办完，或改为从明日零点起生效。',
      en: 'People wait for this item. Serve them first, or let it count from midnight on.',
    },
  },
  SETTINGS_PREFIX_IN_USE: {
    status: 409,
    text: {
      zh: '该字头今天已在别的队列发过号，会出现重号。请换一个字头，或改为从明日零点起生效。',
      en: 'Numbers with this prefix were given today by another queue. Choose another, or let it count from midnight on.',
    },
  },
  SETTINGS_DAY_START: {
    status: 422,
    text: {
      zh: '增删队列、窗口、事项或更换字头，请选择立即生效，或从某日零点起生效。',
      en: 'Taking away queues, windows or items, or changing a prefix: choose at once, or midnight of a day.',
    },
  },
  SETTINGS_LEAVES_WAITING: {
    status: 409,
    text: {
      zh: '还有人在等候，而队列将没有窗口办理。请先为该队列安排其他窗口。',
      en: 'People wait in a queue that would have no window. Please give it another window first.',
    },
  },
  ...CALLING_ERRORS,
  ...REMOTE_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof table;

/** What the person reads of a failure. */
export function textOf(failure: { readonly code: ErrorCode; readonly text?: Text }): Text {
  return failure.text ?? table[failure.code].text;
}

export const ERRORS: Readonly<Record<ErrorCode, ErrorEntry>> = table;
export const ERROR_CODES = Object.keys(table) as ErrorCode[];

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(table, code);
}
