/** How a refiner improves when nobody tells it where to go: each step doubles its bits, or adds one. */
export type Ladder = 'doubling' | 'bit';

/** The foot of a doubling ladder, in significant bits. */
const FIRST_RUNG = 32;

/** The lowest rung above `reached` significant bits. */
export const nextRung = (reached: number, ladder: Ladder): number => {
  if (ladder === 'bit') return Math.max(1, Math.floor(reached) + 1);
  let rung = FIRST_RUNG;
  while (rung <= reached) rung *= 2;
  return rung;
};
