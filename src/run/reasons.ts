import { describe, quoted } from '../dag/describe.ts';
import { reachable, topological } from '../dag/graph.ts';
import { numberKind } from '../dag/kind.ts';
import type { Node, Note } from '../node.ts';
import type { Reason } from '../outcome.ts';

/** So many reasons are kept for one operation, and shown for one answer: a long line can have thousands. */
const KEPT = 16;
const SHOWN = 100;
/** In a larger expression only rational results are told from others. */
const KINDS_UP_TO = 2000;

/** What has been noted, by the written operation that was being resolved. */
export interface Reasons {
  /** Starts the notes of this operation; of what follows the resolution, where it is undefined. */
  readonly begin: (written: Node | undefined) => void;
  readonly note: (note: Note) => void;
  /** The notes since the resolution ended, which hold for one answer only. */
  readonly last: () => readonly Note[];
  readonly of: (written: Node) => readonly Note[];
  /** Forgets all but the notes of these operations. */
  readonly retain: (written: ReadonlySet<Node>) => void;
}

export const createReasons = (): Reasons => {
  let noted = new Map<Node, Note[]>();
  let last: Note[] = [];
  let current: Node | undefined;
  return {
    begin: (written) => {
      current = written;
      if (written === undefined) last = [];
      else noted.delete(written);
    },
    note: (note) => {
      const notes = current === undefined ? last : (noted.get(current) ?? []);
      if (notes.length >= KEPT) return;
      notes.push(note);
      if (current !== undefined && notes.length === 1) noted.set(current, notes);
    },
    last: () => last,
    of: (written) => noted.get(written) ?? [],
    retain: (written) => {
      noted = new Map([...noted].filter(([node]) => written.has(node)));
    },
  };
};

/** What the reasons of an answer are told from. */
interface Account {
  readonly written: Node;
  readonly resolved: ReadonlyMap<Node, Node>;
  readonly notes: (written: Node) => readonly Note[];
  readonly last: readonly Note[];
  /** The user's words for a written node, where it stands in the line. */
  readonly words: (written: Node) => string | undefined;
}

/**
 * Every decision below the answer, and the identities that made something rational or algebraic of what was not so by
 * itself, operands first. A rational answer that needed neither was computed.
 */
export const reasonsOf = ({ written, resolved, notes, last, words }: Account): readonly Reason[] => {
  const nodes = topological(reachable([written]));
  const result = (node: Node): Node => resolved.get(node) ?? node;
  const name = (node: Node): string => quoted(words(node) ?? describe(node));
  const kindsCount = nodes.length <= KINDS_UP_TO;
  const isExact = (node: Node): boolean => {
    const target = result(node);
    const [, atom = target] = target.op === 'mul' ? target.args : [];
    if (target.value !== undefined || atom.op === 'pi') return true;
    return (
      kindsCount && numberKind(target) === 'algebraic' && node.args.some((arg) => numberKind(result(arg)) === 'real')
    );
  };

  /** What identities made exact, and what is below it: their identities belong to the reason. */
  const telling = new Set<Node>();
  for (const node of nodes.toReversed()) {
    const isIdentified = notes(node).some(({ about }) => about === undefined);
    if (!telling.has(node) && !(isIdentified && isExact(node))) continue;
    telling.add(node);
    for (const arg of node.args) telling.add(arg);
  }

  const reasons = new Map<string, Reason>();
  const add = (reason: Reason): void => {
    const text = reasonText(reason);
    if (!reasons.has(text) && reasons.size < SHOWN) reasons.set(text, reason);
  };
  const tell = (node: Node, noted: readonly Note[]): void => {
    for (const { rule, by = null, about, claim = '', bits = null } of noted) {
      if (about === undefined) continue;
      const operand = [...node.args, node].find((candidate) => result(candidate) === about);
      add({ claim: `${operand === undefined ? quoted(describe(about)) : name(operand)} ${claim}`, rule, by, bits });
    }
    const identities = new Set(noted.flatMap(({ about, by }) => (about === undefined && by !== undefined ? [by] : [])));
    if (identities.size === 0 || !telling.has(node)) return;
    const claim = `${name(node)} = ${describe(result(node))}`;
    add({ claim, rule: 'structure', by: [...identities].join(', '), bits: null });
  };
  for (const node of nodes) tell(node, notes(node));
  tell(
    written,
    last.filter(({ about }) => about !== undefined),
  );
  const { value } = result(written);
  if (reasons.size === 0 && value !== undefined && written.value === undefined) {
    add({
      claim: `${name(written)} = ${describe(result(written))}`,
      rule: 'rational arithmetic',
      by: null,
      bits: null,
    });
  }
  return [...reasons.values()];
};

/** A reason in one line. */
export const reasonText = ({ claim, rule, by, bits }: Reason): string =>
  `${claim}: ${rule}${by === null ? '' : `, ${by}`}${bits === null ? '' : `, known to 2^-${bits}`}`;
