/** The document camera of the page: a component, its hook, and what they are made of. */

export { CameraView } from './CameraView.tsx';
export type { Camera, CameraDevices, CameraFault, CameraFaultCode, CameraInfo } from './camera.ts';
export { listCameras, openCamera, WANTED_SIZE } from './camera.ts';
export type { Still, StillFaultCode, StillOptions } from './still.ts';
export { STILL_MAX_BYTES, takeStill } from './still.ts';
export type { CameraState, CameraWish } from './use-camera.ts';
export { useCamera } from './use-camera.ts';
export { CAMERA_FAULTS, CAMERA_WORDS } from './words.ts';
