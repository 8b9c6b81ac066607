import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../src/cli/style.ts';
import type { Conversation, Snapshot } from '../../src/repl/conversation.ts';
import { createEditor } from '../../src/repl/editor/state.ts';
import type { Size } from '../../src/repl/view/frame.ts';
import { App } from '../../src/repl/view/view.ts';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** The view of a conversation that the test leads, in a window of a size that it sets. */
const show = async (size: Size = { columns: 60, rows: 12 }) => {
  let snapshot: Snapshot = { editor: createEditor(), evaluation: null, notice: null };
  let unwritten: string | undefined;
  const listeners = new Set<() => void>();
  const resized = new Set<() => void>();
  const conversation: Conversation = {
    snapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    take: () => {
      const text = unwritten;
      unwritten = undefined;
      return text;
    },
    press: () => {},
    redraw: () => {},
    ended: new Promise(() => {}),
  };
  const screen = {
    size: () => size,
    show: () => {},
    onResize: (listener: () => void) => {
      resized.add(listener);
      return () => resized.delete(listener);
    },
  };
  const ink = render(createElement(App, { conversation, style: PLAIN, highlight: () => [], screen }));
  await turn();
  return {
    frames: ink.frames,
    rows: () => (ink.lastFrame() ?? '').split('\n'),
    update: async (change: Partial<Snapshot>, written?: string) => {
      snapshot = { ...snapshot, ...change };
      unwritten = written;
      for (const listener of listeners) listener();
      await turn();
    },
    resize: async (next: Size) => {
      size = next;
      for (const listener of resized) listener();
      await turn();
    },
    unmount: ink.unmount,
  };
};

const editor = (text: string) => ({ ...createEditor(), text, cursor: text.length });

const refiners = (count: number) =>
  Array.from({ length: count }, (_, id) => ({
    id,
    node: `r${id}`,
    thread: 1,
    bits: 10,
    demand: 100,
    steps: 1,
    wasted: 0,
    overshoot: 0,
    ms: 0,
    wastedMs: 0,
    state: 'running' as const,
    expected: 0,
  }));

const evaluation = (count: number) => ({
  elapsedMs: 1000,
  progress: {
    elapsedMs: 1000,
    steps: count,
    wastedSteps: 0,
    refiner: null,
    activity: null,
    refiners: refiners(count),
    unlisted: 0,
    remainingMs: null,
    certain: '3.14',
  },
  waiting: 0,
});

describe('the view', () => {
  test('is the prompt with what is typed, and what there is to say below it', async () => {
    const view = await show();
    expect(view.rows()).toEqual(['real>']);
    await view.update({ editor: editor('1+2') });
    expect(view.rows()).toEqual(['real> 1+2']);
    await view.update({ notice: 'Ctrl-D to exit' });
    expect(view.rows()).toEqual(['real> 1+2', 'Ctrl-D to exit']);
    view.unmount();
  });

  test('has the evaluation above the prompt, of half of the window or eight rows, never taller than the window less two rows', async () => {
    const view = await show();
    await view.update({ evaluation: evaluation(3) });
    expect(view.rows()).toHaveLength(6);
    await view.update({ evaluation: evaluation(200) });
    expect(view.rows()).toHaveLength(9);
    expect(view.rows().at(-4)).toBe('  +195 more');
    expect(view.rows().at(-1)).toBe('real>');
    await view.resize({ columns: 20, rows: 6 });
    expect(view.rows()).toHaveLength(4);
    for (const row of view.rows()) expect(row.length).toBeLessThanOrEqual(20);
    await view.update({ evaluation: null });
    expect(view.rows()).toEqual(['real>']);
    view.unmount();
  });

  test('writes results above itself, once, however long they are', async () => {
    const view = await show();
    const long = '7'.repeat(500);
    await view.update({ editor: editor('2') }, `${long}\n`);
    expect(view.frames.filter((frame) => frame.includes(long))).toHaveLength(1);
    expect(view.frames.join('\n')).toContain(`${long}\n`);
    await view.update({ editor: editor('23') });
    expect(view.rows()).toEqual(['real> 23']);
    view.unmount();
  });

  test('shows what Tab offers, the chosen one among many', async () => {
    const view = await show({ columns: 40, rows: 9 });
    const candidates = Array.from({ length: 9 }, (_, index) => ({
      text: `f${index}(`,
      signature: `f${index}(x)`,
      help: 'help',
    }));
    await view.update({ editor: { ...editor('f'), menu: { start: 0, candidates, chosen: 6 } } });
    expect(view.rows()).toEqual(['real> f', '  f5(x)  help', '  f6(x)  help', '  +7 more']);
    view.unmount();
  });

  test('says what is searched for', async () => {
    const view = await show();
    const search = { query: 'sq', index: 0, missing: null, origin: { text: '', cursor: 0 } };
    await view.update({ editor: { ...editor('sqrt(2)'), search } });
    expect(view.rows()).toEqual(["search 'sq': sqrt(2)"]);
    await view.update({ editor: { ...editor('sqrt(2)'), search: { ...search, missing: 'older' } } });
    expect(view.rows()).toEqual(["nothing older 'sq': sqrt(2)"]);
    await view.update({ editor: { ...editor(''), search: { ...search, index: null } } });
    expect(view.rows()).toEqual(["not found 'sq':"]);
    view.unmount();
  });
});
