import type { Desk } from '@hall/shared/contracts/commands';

/** What a window may do besides its primary action; the server has the last word. */

const free = (desk: Desk): boolean => desk.state === 'open' && desk.serving === null;

export const canRecall = (desk: Desk): boolean => desk.serving?.state === 'called';
export const canNoShow = (desk: Desk): boolean => desk.serving?.state === 'called';
/** The person fetches something, or goes on elsewhere: called or being served. */
export const canPark = (desk: Desk): boolean => desk.serving !== null;
export const canTransfer = (desk: Desk): boolean => desk.serving !== null;
export const canNote = (desk: Desk): boolean => desk.serving !== null;
/** [K13] */
export const canEndAndCall = (desk: Desk): boolean =>
  desk.state === 'open' && desk.serving?.state === 'serving';
/** [K11] */
export const canServe = (desk: Desk): boolean => free(desk) && desk.choices.quickServe;
/** A pause stops calling; the present person is served to the end first. */
export const canPause = free;
export const canLeave = (desk: Desk): boolean => desk.state !== 'closed' && desk.serving === null;
/** [K9] */
export const canCallOutOfTurn = (desk: Desk): boolean => free(desk) && desk.choices.outOfTurn.length > 0;
/** [K7] */
export const canResume = free;
/** [P2] Queues of this window that are in paper mode. */
export const paperQueues = (desk: Desk): Desk['paper'] => desk.paper.filter(({ on }) => on !== false);
export const canCallPaper = (desk: Desk): boolean => free(desk) && paperQueues(desk).length > 0;
