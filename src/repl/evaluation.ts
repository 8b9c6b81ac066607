import { counted, elapsed, grouped } from '../cli/figures.ts';
import type { Style } from '../cli/style.ts';
import type { Progress, RefinerProgress } from '../outcome.ts';
import { fit, padEnd, padStart, widthOf } from './width.ts';

/** An evaluation that takes long, as it is now. */
export interface Evaluation {
  readonly elapsedMs: number;
  /** What it last said of itself; null before it has. */
  readonly progress: Progress | null;
  /** Statements that wait behind it. */
  readonly waiting: number;
}

/**
 * The rows that show an evaluation: one for each refiner, as many as there is room for, the digits that are certain,
 * and the total. Refiners stand in the order of their ids, so that no row jumps; those that are at work are shown first
 * where there is no room for all.
 */
export const evaluationRows = (
  { elapsedMs, progress, waiting }: Evaluation,
  columns: number,
  height: number,
  style: Style,
): readonly string[] => {
  const refiners = progress?.refiners ?? [];
  const certain = progress?.certain ?? null;
  const totalRow = style.dim(fit(totalText(progress, elapsedMs, waiting), columns));
  const room = height - 1 - (certain === null ? 0 : 1);
  const total = refiners.length + (progress?.unlisted ?? 0);
  const shown = total <= room ? refiners : atWork(refiners, room - 1);
  const hidden = total - shown.length;
  return [
    ...refinerRows(shown, columns, style),
    ...(hidden > 0 && room > 0 ? [style.dim(fit(`  +${grouped(hidden)} more`, columns))] : []),
    ...(certain === null || height < 2 ? [] : [certainRow(certain, columns, style)]),
    ...(height < 1 ? [] : [totalRow]),
  ];
};

const FINISHED: ReadonlySet<RefinerProgress['state']> = new Set(['done', 'exact', 'parked', 'failed']);

const rank = ({ state }: RefinerProgress): number => (state === 'running' ? 0 : FINISHED.has(state) ? 2 : 1);

const atWork = (refiners: readonly RefinerProgress[], count: number): readonly RefinerProgress[] => {
  const chosen = new Set(
    [...refiners].sort((one, other) => rank(one) - rank(other) || one.id - other.id).slice(0, Math.max(0, count)),
  );
  return refiners.filter((refiner) => chosen.has(refiner));
};

/** What is said to remain is said only from so many milliseconds on: the end is near, or the estimate was wrong. */
const SOON = 100;

const totalText = (progress: Progress | null, elapsedMs: number, waiting: number): string => {
  // What was said a while ago has come nearer meanwhile.
  const age = elapsedMs - (progress?.elapsedMs ?? 0);
  const remaining = (progress?.remainingMs ?? 0) - age;
  const activity = progress?.activity ?? null;
  return [
    `  ${elapsed(elapsedMs)}`,
    ...(progress === null ? [] : [`${counted(progress.steps, 'step')}, ${grouped(progress.wastedSteps)} wasted`]),
    ...(activity !== null ? [`${activity.name} for ${elapsed(activity.ms + age)}`] : []),
    ...(activity === null && progress?.refiner && progress.refiners.length === 0 ? [progress.refiner] : []),
    ...(activity !== null || remaining < SOON ? [] : [`about ${elapsed(remaining)} left`]),
    ...(waiting > 0 ? [`${counted(waiting, 'line')} waiting`] : []),
    'Ctrl-C stops',
  ].join(' · ');
};

/** The first digits, and how many follow where they do not fit. */
const certainRow = (certain: string, columns: number, style: Style): string => {
  const digits = certain.replace(/[^0-9a-z]/gi, '').length;
  const room = columns - 3;
  if (certain.length <= room) return `  ${certain}${style.dim('…')}`;
  const note = ` (${grouped(digits)} digits)`;
  return room <= note.length
    ? fit(`  ${certain.slice(0, columns)}`, columns)
    : `  ${certain.slice(0, room - note.length)}${style.dim(`…${note}`)}`;
};

const BAR_WIDTHS = [20, 10, 0];
const PARTS = '░▏▎▍▌▋▊▉';

/**
 * `█████▍░░░░`: as much of the width as is reached of what is wanted; `████▒▒░░░░` with what a step under way is predicted
 * to have found. Where more is reached than is wanted, all of it is the width, and `████++++++` what nobody wants.
 */
const bar = ({ bits, demand, expected }: RefinerProgress, width: number): string => {
  if (demand === null) return ' '.repeat(width);
  if (bits > demand) {
    const wanted = Math.round((width * Math.max(0, demand)) / bits);
    return '█'.repeat(wanted).padEnd(width, '+');
  }
  const share = demand <= 0 ? 1 : Math.max(0, bits / demand);
  const eighths = Math.floor(share * width * 8);
  const full = Math.floor(eighths / 8);
  const ahead = Math.floor(width * (share + (1 - share) * expected));
  if (ahead > full) return '█'.repeat(full).padEnd(ahead, '▒').padEnd(width, '░');
  const part = full < width ? PARTS.charAt(eighths % 8) : '';
  return `${'█'.repeat(full)}${part}`.padEnd(width, '░');
};

/** The rows, aligned, with the widest bar that the window has room for. */
const refinerRows = (refiners: readonly RefinerProgress[], columns: number, style: Style): string[] => {
  const cells = refiners.map(cellsOf);
  const column = (pick: (cells: Cells) => string): number => Math.max(0, ...cells.map((each) => widthOf(pick(each))));
  const node = Math.min(
    24,
    column((each) => each.node),
  );
  const widths = {
    thread: column((each) => each.thread),
    bits: column((each) => each.bits),
    steps: column((each) => each.steps),
    wasted: column((each) => each.wasted),
    state: column((each) => each.state),
  };
  const fixed =
    2 + node + 2 + widths.thread + 2 + widths.bits + 2 + widths.steps + 2 + widths.wasted + 2 + widths.state;
  const barWidth = BAR_WIDTHS.find((width) => fixed + (width === 0 ? 0 : width + 2) <= columns) ?? 0;
  return cells.map((each, index) => {
    const refiner = refiners[index] as RefinerProgress;
    const shownBar = barWidth === 0 ? '' : `${bar(refiner, barWidth)}  `;
    const head = `  ${padEnd(fit(each.node, node), node)}  ${padEnd(each.thread, widths.thread)}  `;
    const tail = `${padStart(each.bits, widths.bits)}  ${padStart(each.steps, widths.steps)}  ${padStart(each.wasted, widths.wasted)}  ${each.state}`;
    const room = columns - widthOf(head) - widthOf(shownBar);
    return room < 1
      ? fit(head, columns)
      : `${head}${style.cyan(shownBar)}${refiner.state === 'running' ? fit(tail, room) : style.dim(fit(tail, room))}`;
  });
};

interface Cells {
  readonly node: string;
  readonly thread: string;
  readonly bits: string;
  readonly steps: string;
  readonly wasted: string;
  readonly state: string;
}

const cellsOf = (refiner: RefinerProgress): Cells => ({
  node: refiner.node,
  thread: refiner.thread > 0 ? `t${refiner.thread}` : refiner.steps > 0 ? 'here' : '',
  bits: `${grouped(refiner.bits)}${refiner.demand === null ? '' : ` / ${grouped(refiner.demand)}`} bits`,
  steps: counted(refiner.steps, 'step'),
  wasted: `${grouped(refiner.wasted)} wasted`,
  state: refiner.state,
});
