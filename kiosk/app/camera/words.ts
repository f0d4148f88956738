import type { Text } from '@hall/shared/contracts/text';
import type { CameraFaultCode } from './camera.ts';
import type { StillFaultCode } from './still.ts';

const t = (zh: string, en: string): Text => ({ zh, en });

/** Everything that the camera says, Chinese first. */
export const CAMERA_WORDS = {
  loading: t('正在打开高拍仪…', 'Opening the camera…'),
  preview: t('高拍仪画面', 'Camera picture'),
  hint: t(
    '把材料平放在镜头下，四边都要看得到',
    'Lay the page flat under the camera, all four edges in sight',
  ),
  take: t('拍照', 'Take the picture'),
  taking: t('正在拍照…', 'Taking the picture…'),
  again: t('再试一次', 'Try again'),
  which: t('使用哪个镜头', 'Which camera'),
  unnamed: t('镜头', 'Camera'),
} as const satisfies Record<string, Text>;

export const CAMERA_FAULTS: Readonly<Record<CameraFaultCode | StillFaultCode, Text>> = {
  NOT_SUPPORTED: t(
    '这台机器不能使用高拍仪，请到窗口办理。',
    'This machine has no camera. Please go to a window.',
  ),
  NOT_ALLOWED: t(
    '高拍仪未启用，请到窗口办理。',
    'The camera is not switched on here. Please go to a window.',
  ),
  NO_CAMERA: t('没有找到高拍仪，请联系工作人员。', 'No camera was found. Please ask the staff.'),
  IN_USE: t('高拍仪正被占用，请稍候再试。', 'The camera is busy. Please try again in a moment.'),
  UNPLUGGED: t('高拍仪断开了，请联系工作人员。', 'The camera came off. Please ask the staff.'),
  NO_ANSWER: t('高拍仪没有反应，请再试一次。', 'The camera does not answer. Please try again.'),
  FAILED: t('高拍仪出了故障，请联系工作人员。', 'The camera has a fault. Please ask the staff.'),
  NO_PICTURE: t('还没有画面，请稍候再拍。', 'There is no picture yet. Please wait a moment.'),
  TOO_LARGE: t('照片太大，请再拍一次。', 'The picture is too large. Please take it again.'),
};
