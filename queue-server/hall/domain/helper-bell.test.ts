import { expect, it } from 'vitest';
import { callingHall } from '../testing/window.ts';

it('a bell rings once, until a guide answers it or the day ends', () => {
  const hall = callingHall();
  const kiosk = hall.config.devices.find(({ kind }) => kind === 'kiosk')!;
  hall.must('helper.ring', {}, kiosk.id);
  const since = hall.at;
  hall.passMinutes(1);
  hall.must('helper.ring', {}, kiosk.id);
  expect(hall.state.bells.get(kiosk.id)).toEqual({ zone: kiosk.zone ?? null, at: since });
  hall.must('helper.answer', { device: kiosk.id }, 'guide01');
  hall.must('helper.answer', { device: kiosk.id }, 'guide02');
  expect(hall.state.bells.size).toBe(0);
  expect(hall.events.filter(({ type }) => type.startsWith('helper.')).length).toBe(2);
  hall.must('helper.ring', {}, kiosk.id);
  hall.passMinutes(24 * 60);
  hall.must('day.begin', {}, 'hall');
  expect(hall.state.bells.size).toBe(0);
});
