import { render } from '../digits/render.ts';
import type { Node } from '../node.ts';
import type { Ball } from '../number/ball.ts';
import * as ball from '../number/ball.ts';
import { greatest } from '../number/double.ts';
import type { Format, Progress, RefinerProgress } from '../outcome.ts';
import { cost } from '../refine/cost.ts';
import { clock } from './board.ts';
import { labelOf } from './ledger.ts';
import type { Run } from './refinement.ts';

/** So many digits at most are shown before an answer is there. */
const SHOWN_DIGITS = 60;
const PLAIN: Omit<Format, 'precision' | 'form'> = { asked: true, base: 10, round: 'down', group: '' };

/** So many refiners are told of one by one. */
const LISTED = 500;

/** No step is said to be done before it is. */
const MOST_EXPECTED = 0.95;

/** What the refiners of a run do, as its board has it, where so many threads compute their steps. */
export const progressOf = (
  { plan, board, combining }: Run,
  enclosure: (node: Node) => Ball,
  threads: number,
): Omit<Progress, 'elapsedMs' | 'certain'> => {
  const nodeOf = (refiner: number): Node => plan.nodes[plan.places[refiner] as number] as Node;
  const isRunning = (refiner: number): boolean => board.state(refiner) === 'running';
  const isShort = (refiner: number): boolean => board.get(refiner, 'reached') < board.get(refiner, 'demand');
  const spentOn = (refiner: number): number =>
    isRunning(refiner) ? clock() - board.made - board.get(refiner, 'began') : 0;

  const tell = (i: number): RefinerProgress => {
    const node = nodeOf(i);
    const bits = board.get(i, 'reached');
    const demand = board.get(i, 'demand');
    const state = board.state(i);
    const isDone = bits >= demand && state !== 'running';
    const spent = spentOn(i);
    const cap = board.get(i, 'cap');
    const step = cost(node, Number.isFinite(cap) ? cap : 2 * Math.max(1, bits));
    return {
      id: node.id,
      node: labelOf(node),
      thread: board.get(i, 'thread'),
      bits: Number.isFinite(bits) ? bits : 0,
      demand: Number.isFinite(demand) ? demand : null,
      steps: board.get(i, 'steps') + (state === 'running' ? 1 : 0),
      wasted: board.get(i, 'wasted'),
      overshoot: Number.isFinite(bits - demand) ? Math.max(0, bits - demand) : 0,
      ms: board.busyMs(i),
      wastedMs: board.wastedMs(i),
      state: ball.isExact(enclosure(node)) ? 'exact' : isDone && state === 'waiting' ? 'done' : state,
      expected: spent > 0 && step > 0 ? Math.min(MOST_EXPECTED, spent / step) : 0,
    };
  };

  const all = [...plan.places.keys()];
  const running = all.filter(isRunning);
  const short = all.filter(isShort);
  const total = (of: (refiner: number) => number): number => all.reduce((sum, refiner) => sum + of(refiner), 0);
  const listed = all.length <= LISTED ? all : [...new Set([...running, ...short.slice(0, LISTED)])];
  const left = short.map((refiner) =>
    Math.max(0, cost(nodeOf(refiner), board.get(refiner, 'demand')) - spentOn(refiner)),
  );
  const [first] = running;
  const combined = combining();
  return {
    steps: total((refiner) => board.get(refiner, 'steps')) + running.length,
    wastedSteps: total((refiner) => board.get(refiner, 'wasted')),
    refiner: first === undefined ? null : labelOf(nodeOf(first)),
    refiners: listed.map(tell),
    unlisted: all.length - listed.length,
    activity:
      combined === undefined
        ? null
        : { name: COMBINING[combined.node.op] ?? labelOf(combined.node), ms: clock() - combined.since },
    remainingMs: Math.max(left.reduce((sum, ms) => sum + ms, 0) / Math.max(1, threads), greatest(left)),
  };
};

/** What is said of an operation on long numbers. */
const COMBINING: Readonly<Record<string, string>> = {
  add: 'adding',
  mul: 'multiplying',
  div: 'dividing',
  power: 'raising to a power',
};

/** The leading digits, cut and not rounded, that all numbers of a ball have in common; null where there are none. */
export const certainDigits = (x: Ball): string | null => {
  const known = Math.floor((ball.accuracy(x) + ball.lowerExponent(x)) * Math.log10(2));
  for (let count = Math.min(SHOWN_DIGITS, known); count > 0; count -= 1) {
    const precision = { kind: 'digits', count } as const;
    const shown = (form: Format['form']): string | undefined => {
      const rendered = render(ball.trim(x, 4 * SHOWN_DIGITS), { ...PLAIN, form, precision });
      return rendered.kind === 'text' ? rendered.text : undefined;
    };
    const text = shown('decimal');
    // Digits that end before the point are filled up with zeros, of which nothing is known.
    if (text !== undefined) return digitsIn(text) > count ? (shown('sci') ?? null) : text;
  }
  return null;
};

/** How many digits a decimal numeral has, leading zeros left out. */
const digitsIn = (text: string): number => text.replace(/^-?[0.]*/, '').replace('.', '').length;
