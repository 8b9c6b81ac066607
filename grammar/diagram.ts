import { createSyntaxDiagramsCode } from 'chevrotain';
import { Grammar } from './parser.ts';

/** The page diagram.html, railroad diagrams of the rules; a test writes it anew with `vitest -u`. */
export const diagram = (): string => createSyntaxDiagramsCode(new Grammar(false).getSerializedGastProductions());
