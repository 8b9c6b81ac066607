import type { ErrorCode } from '../errors.ts';
import type { Node } from '../node.ts';

/**
 * Why an operation has no value here (DOMAIN, DIVISION_BY_ZERO), or why that is not known (UNDECIDED).
 * `exact` knows nodes and not text, so the message waits for the name of its operand.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly describe: (operand: string) => string;
  readonly operand: Node;
  readonly hint: string | undefined;
  /** The number whose enclosure shows what is known, where that is not the operand. */
  readonly open: Node;

  constructor(code: ErrorCode, operand: Node, describe: (operand: string) => string, hint?: string, open = operand) {
    super(describe('the operand'));
    this.code = code;
    this.describe = describe;
    this.operand = operand;
    this.hint = hint;
    this.open = open;
  }
}
