/** What the firmware of a simulated printer can do. */
export interface PrinterModel {
  /** `epson` answers DLE EOT 1–4; `custom` answers `10 04 14` with six bytes. */
  readonly family: 'epson' | 'custom';
  /** Whether GS ( H is answered. */
  readonly completion: boolean;
  /** Whether GS a does anything. */
  readonly automaticStatus: boolean;
  /** Whether a presenter holds a cut ticket until it is taken, ejected or retracted (GS e). */
  readonly presenter: boolean;
}

/** Named like the driver's profiles, but written down apart from them: a simulator shares nothing with a driver. */
export const SIMULATED_MODELS = {
  'generic-epson': { family: 'epson', completion: true, automaticStatus: true, presenter: false },
  'xprinter-80': { family: 'epson', completion: false, automaticStatus: false, presenter: false },
  'custom-kpm': { family: 'custom', completion: false, automaticStatus: false, presenter: true },
} as const satisfies Readonly<Record<string, PrinterModel>>;

export type SimulatedModelName = keyof typeof SIMULATED_MODELS;

/** A named model with single abilities changed; the `custom` family has a presenter unless told otherwise. */
export function modelOf(wish: Partial<PrinterModel> & { readonly model?: SimulatedModelName }): PrinterModel {
  const named: PrinterModel = SIMULATED_MODELS[wish.model ?? 'generic-epson'];
  const family = wish.family ?? named.family;
  return {
    family,
    completion: wish.completion ?? named.completion,
    automaticStatus: wish.automaticStatus ?? named.automaticStatus,
    presenter: wish.presenter ?? (named.presenter || family === 'custom'),
  };
}
