/** Why a device cannot be looked after from afar: part of the one table (errors.ts). */
export const REMOTE_ERRORS = {
  DEVICE_NOT_REMOTE: {
    status: 409,
    text: {
      zh: '这类设备不能远程维护，目前只支持自助机和取号机。',
      en: 'Only kiosks can be looked after from here, not this kind of device.',
    },
  },
  DEVICE_AWAY: {
    status: 409,
    text: {
      zh: '设备没有联机。请检查电源和网线，联机后再试。',
      en: 'The device is offline. Check its power and its network cable, then try again.',
    },
  },
  DEVICE_OLDER: {
    status: 409,
    text: {
      zh: '这台设备的程序版本较旧，不支持远程维护。请先到现场升级。',
      en: "This device's software is older and cannot be looked after from here. Upgrade it on site first.",
    },
  },
  REMOTE_BUSY: {
    status: 409,
    text: {
      zh: '上一项操作还没有结束，请稍候。',
      en: 'The operation before this one is still under way. One moment, please.',
    },
  },
  REMOTE_OVER: {
    status: 410,
    text: {
      zh: '这项操作已经结束或超时，设备的答复不再采用。',
      en: 'This operation is over or timed out: the answer is not taken any more.',
    },
  },
  BUNDLE_GONE: {
    status: 410,
    text: {
      zh: '日志包只保留一小时，已经删除。请重新收集。',
      en: 'A log bundle is kept for one hour and is gone. Please collect it again.',
    },
  },
} as const;
