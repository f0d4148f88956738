import type { CommandBody } from '@hall/shared/contracts/commands';
import { type Decide, DONE, decided } from './context.ts';
import type { EventOf } from './events.ts';
import type { HallState } from './state.ts';

/** Somebody at a machine asks for a guide. The bell rings until a guide answers, or the day ends. */
export const ringHelper: Decide<CommandBody<'helper.ring'>> = (state, _body, { config, actor }) => {
  if (state.bells.has(actor)) return decided([], DONE);
  const zone = config.devices.find(({ id }) => id === actor)?.zone ?? null;
  return decided([{ type: 'helper.rung', data: { device: actor, zone } }], DONE);
};

/** Two guides may answer at the same moment: the second finds it done. */
export const answerHelper: Decide<CommandBody<'helper.answer'>> = (state, { device }) =>
  decided(state.bells.has(device) ? [{ type: 'helper.answered', data: { device } }] : [], DONE);

export function rung(state: HallState, event: EventOf<'helper.rung'>): HallState {
  const { device, zone } = event.data;
  return { ...state, bells: state.bells.set(device, { zone, at: event.at }) };
}

export function helperAnswered(state: HallState, event: EventOf<'helper.answered'>): HallState {
  return { ...state, bells: state.bells.delete(event.data.device) };
}
