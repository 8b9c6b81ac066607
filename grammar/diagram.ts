import { createSyntaxDiagramsCode } from 'chevrotain';
import { createGrammar } from './chevrotain.ts';

/** The page diagram.html, railroad diagrams of the rules; a test writes it anew with `vitest -u`. */
export const diagram = (): string => createSyntaxDiagramsCode(createGrammar(false).getSerializedGastProductions());
