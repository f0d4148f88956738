import type { DeviceSettings } from '@hall/shared/contracts/device-settings';
import type { KioskConfig } from '../config.ts';

/** The installer's configuration with what a manager has changed. Pure. */
export function withDeviceSettings(config: KioskConfig, settings: DeviceSettings): KioskConfig {
  const sized = withScreen(config, settings);
  const { printer } = sized;
  if (printer === undefined) return sized;
  const { retractAfterMs, ...rest } = printer;
  const { printerProfile, retractAfterS } = settings;
  const retract = retractAfterS === undefined ? retractAfterMs : retractAfterS * 1_000;
  return {
    ...sized,
    printer: {
      ...rest,
      ...(printerProfile === undefined ? {} : { profile: printerProfile }),
      ...(retract === undefined || retract === 0 ? {} : { retractAfterMs: retract }),
    },
  };
}

/** Where the height is set and the size never was, the size stays that of the most usual kiosk. */
const USUAL_INCHES = 21.5;

function withScreen(config: KioskConfig, { screenInches, screenBottomMm }: DeviceSettings): KioskConfig {
  if (screenInches === undefined && screenBottomMm === undefined) return config;
  const bottomMm = screenBottomMm ?? config.screen?.bottomMm;
  return {
    ...config,
    screen: {
      inches: screenInches ?? config.screen?.inches ?? USUAL_INCHES,
      ...(bottomMm === undefined ? {} : { bottomMm }),
    },
  };
}
