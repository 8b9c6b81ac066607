import type { Directive, Expr } from '../ast.ts';
import type { Scope, UserFunction } from '../dag/build.ts';
import { mentioned } from '../dag/mentioned.ts';
import type { Node } from '../node.ts';

/** A name that the user defined; `params` are those of a function. */
export interface Definition {
  readonly name: string;
  readonly params: readonly string[] | undefined;
  /** As it was typed. */
  readonly text: string;
}

/** What the user named. */
export interface Names {
  readonly scope: Scope;
  /** `text` is what was typed, and `at` how the value asks to be shown; it is no part of it. */
  readonly define: (name: string, value: Node | UserFunction, text: string, at?: readonly Directive[]) => void;
  readonly has: (name: string) => boolean;
  readonly at: (name: string) => readonly Directive[];
  readonly definitions: () => Iterable<Definition>;
  /** The names that an expression mentions, as they are now. */
  readonly seenBy: (body: Expr) => Scope;
  /** The numbers that names hold on to, those of functions in the scopes of functions included. */
  readonly nodes: () => Iterable<Node>;
}

export const createNames = (): Names => {
  const names = new Map<string, Node | UserFunction>();
  const texts = new Map<string, string>();
  const asked = new Map<string, readonly Directive[]>();
  return {
    scope: { names },
    define: (name, value, text, at = []) => {
      names.set(name, value);
      texts.set(name, text);
      if (at.length > 0) asked.set(name, at);
      else asked.delete(name);
    },
    has: (name) => names.has(name),
    at: (name) => asked.get(name) ?? [],
    *definitions() {
      for (const [name, value] of names)
        yield { name, params: 'params' in value ? value.params : undefined, text: texts.get(name) ?? name };
    },
    seenBy: (body) => {
      const seen = new Map<string, Node | UserFunction>();
      for (const name of mentioned(body)) {
        const value = names.get(name);
        if (value !== undefined) seen.set(name, value);
      }
      return { names: seen };
    },
    nodes: () => nodesOf(names),
  };
};

const nodesOf = function* (names: Scope['names']): Iterable<Node> {
  const waiting = [names];
  const seen = new Set(waiting);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const value of next.values()) {
      if ('id' in value) yield value;
      else if (!seen.has(value.scope.names)) {
        seen.add(value.scope.names);
        waiting.push(value.scope.names);
      }
    }
};
