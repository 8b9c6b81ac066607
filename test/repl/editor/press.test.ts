import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundaryFrom } from '../../../src/repl/editor/graphemes.ts';
import { createEditor, type EditorState, type Undo } from '../../../src/repl/editor/state.ts';
import { anyKeys, key, pasting, play, text, typing } from './keys.ts';

const lines = fc.array(text, { maxLength: 6 });

/** What stands in the editor, the cursor as a bar. */
const shown = ({ text, cursor }: EditorState): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

const edited = (...keys: readonly (string | ReturnType<typeof key>[])[]): string =>
  shown(
    play(
      createEditor(),
      keys.flatMap((each) => (typeof each === 'string' ? [key(each)] : each)),
    ).state,
  );

const chords = (list: string): ReturnType<typeof key>[] => list.split(' ').map(key);

describe('laws', () => {
  test('the cursor is always on a boundary of the text', () => {
    fc.assert(
      fc.property(lines, anyKeys, (history, keys) => {
        let state = createEditor(history);
        for (const each of keys) {
          ({ state } = play(state, [each]));
          expect(state.cursor).toBeLessThanOrEqual(state.text.length);
          expect(boundaryFrom(state.text, state.cursor)).toBe(state.cursor);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('no control character but a line end gets into the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (raw, pasted) => {
        const { state } = play(createEditor(), pasted ? pasting(`(${raw}`) : typing(raw));
        expect(state.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });

  test('undo goes back through every text that a change began from, to the first', () => {
    fc.assert(
      fc.property(text, anyKeys, (start, keys) => {
        // A submitted line begins anew, and with it what can be undone; a search shows matches that are no change.
        const kept = keys.filter(
          ({ name }) => !['return', 'enter', 'r', 'paste-start', 'paste-end'].includes(name ?? ''),
        );
        const begun: EditorState = {
          ...createEditor(['1+1', start]),
          text: start,
          cursor: boundaryFrom(start, start.length),
        };
        const after = play(
          begun,
          kept.filter(({ sequence }) => sequence !== '\x1f' && !sequence.includes('\n')),
        ).state;
        const seen: string[] = [];
        for (let at: Undo | null = after.undo; at !== null; at = at.rest) seen.push(at.draft.text);
        let state = after;
        for (const expected of seen) {
          ({ state } = play(state, [key('C-_')]));
          expect(state.text).toBe(expected);
        }
        expect(state.text).toBe(start);
      }),
      { numRuns: 300 },
    );
  });

  test('what is typed and erased again leaves the text as it was', () => {
    fc.assert(
      fc.property(text, text, fc.nat(12), (start, typed, place) => {
        const cursor = boundaryFrom(start, place);
        const begun: EditorState = { ...createEditor(), text: start, cursor };
        const after = play(begun, typing(typed)).state;
        // Joined characters are erased together; where they join the old text, they are no longer apart from it.
        fc.pre(after.cursor === cursor + typed.length && boundaryFrom(after.text, cursor) === cursor);
        let state = after;
        while (state.cursor > cursor) ({ state } = play(state, [key('backspace')]));
        expect(shown(state)).toBe(shown(begun));
      }),
    );
  });

  test('what is killed and yanked comes back where it was', () => {
    const kills = fc.constantFrom('C-k', 'C-u', 'C-w', 'M-d', 'M-backspace');
    fc.assert(
      fc.property(text, fc.nat(12), kills, (start, place, chord) => {
        const begun: EditorState = { ...createEditor(), text: start, cursor: boundaryFrom(start, place) };
        const killed = play(begun, [key(chord)]).state;
        const [removed = ''] = killed.kills;
        const cut = ['C-k', 'M-d'].includes(chord) ? begun.cursor : begun.cursor - removed.length;
        // What stood around it may have joined into one character, which the cursor does not split.
        fc.pre(killed.text !== start && killed.cursor === cut);
        expect(play(killed, [key('C-y')]).state.text).toBe(start);
      }),
    );
  });

  test('the history only grows, and going up and down comes back to what was being written', () => {
    fc.assert(
      fc.property(lines, text, fc.nat(8), (history, draft, steps) => {
        const begun = play(createEditor(history), typing(draft)).state;
        const ups = play(
          begun,
          Array.from({ length: steps }, () => key('C-p')),
        ).state;
        const back = play(
          ups,
          Array.from({ length: steps }, () => key('C-n')),
        ).state;
        expect(shown(back)).toBe(shown(begun));
        expect(back.history).toBe(history);
      }),
    );
    fc.assert(
      fc.property(lines, anyKeys, (history, keys) => {
        const { state, effects } = play(createEditor(history), keys);
        const submitted = effects.flatMap((effect) => (effect.kind === 'submit' ? [effect.text] : []));
        expect(state.history.slice(state.history.length - history.length)).toEqual(history);
        for (const line of submitted)
          if (line.trim() !== '' && !line.startsWith(' ')) expect(state.history).toContain(line);
      }),
    );
  });

  test('a paste submits what typing its lines would, and keeps its end', () => {
    const statements = fc.array(fc.constantFrom('1+1', '(1 +', '2)', 'sqrt(2', ')', '', ':vars', ' 3'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(statements, fc.constantFrom('', '4*', '(5'), (complete, end) => {
        const pasted = play(createEditor(), pasting([...complete, end].join('\r')));
        const typed = play(createEditor(), [
          ...complete.flatMap((line) => [...typing(line), key('return')]),
          ...typing(end),
        ]);
        expect(pasted.effects).toEqual(typed.effects);
        expect(shown(pasted.state)).toBe(shown(typed.state));
      }),
    );
  });
});

describe('keys', () => {
  test.each([
    ['moves', edited(typing('12'), 'left', typing('+')), '1+|2'],
    ['home and end', edited(typing('12'), 'home', typing('('), 'end', typing(')')), '(12)|'],
    ['a word to the left', edited(typing('sin(x1) + cos'), 'M-b', 'C-left'), 'sin(|x1) + cos'],
    ['a word to the right', edited(typing('sin(x1)'), 'home', 'M-f', 'C-right'), 'sin(x1|)'],
    ['delete', edited(typing('123'), 'home', 'delete', 'C-d'), '|3'],
    ['to the end', edited(typing('1+2'), 'left', 'left', 'C-k'), '1|'],
    ['back to a blank', edited(typing('a + bc'), 'C-w', 'C-w'), 'a |'],
    ['kills join', edited(typing('1+2'), 'M-backspace', 'C-u', 'C-y'), '1+2|'],
    ['the kill before', edited(typing('ab'), 'C-u', typing('cd'), 'C-u', 'C-y', 'M-y'), 'ab|'],
    ['transposed', edited(typing('12'), 'C-t', 'home', 'right', typing('+'), 'C-t'), '21+|'],
    ['a combining mark belongs to its letter', edited(typing('xe\u0301y'), 'left', 'backspace'), 'x|y'],
    ['a family is one character', edited(typing('1👩\u200d👧2'), 'left', 'left', typing('+')), '1+|👩\u200d👧2'],
    ['an open parenthesis takes more lines', edited(typing('(1 +'), 'return', typing('2'), 'up', 'home'), '|(1 +\n2'],
    ['a bracketed paste of one line', edited(typing('1+'), pasting('2 \t3')), '1+2  3|'],
    ['a paste in the middle', edited(typing('()'), 'left', pasting('1')), '(1|)'],
    [
      'a paste that does not end, dropped',
      edited(typing('('), 'paste-start', typing('1\r2'), 'C-c', typing('3')),
      '3|',
    ],
    [
      'a paste that ends in an escape',
      edited('paste-start', typing('1'), [{ ...key('paste-end'), meta: true }], typing('2')),
      '12|',
    ],
    ['every end of a line in a paste', edited(pasting('(1\r2\v3\f4\u20285\x85\x1b6')), '(1\n2\n3\n4\n5\n6|'],
    ['Ctrl-C clears, and undo brings back', edited(typing('1+'), 'C-c', 'C-_'), '1+|'],
    ['an unknown key does nothing', edited(typing('1'), 'f5', 'C-x', 'C-q'), '1|'],
  ])('%s', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });

  test('what they ask of the session', () => {
    const effects = (keys: ReturnType<typeof key>[]) => play(createEditor(), keys).effects.map(({ kind }) => kind);
    expect(effects(chords('C-c C-d C-l C-z return'))).toEqual(['interrupt', 'leave', 'clear', 'suspend', 'submit']);
    expect(effects([...typing('1'), ...chords('C-c C-d')])).toEqual(['leave']);
    expect(effects([...typing('1'), key('C-d')])).toEqual([]);
  });
});

describe('history', () => {
  const history = ['sqrt(3)', 'pi', 'sqrt(2)'];
  const after = (...keys: readonly (string | ReturnType<typeof key>[])[]): string =>
    shown(
      play(
        createEditor(history),
        keys.flatMap((each) => (typeof each === 'string' ? [key(each)] : each)),
      ).state,
    );

  test.each([
    ['older lines', after('up', 'up'), 'pi|'],
    ['only those that begin as what is typed', after(typing('sq'), 'up', 'up'), 'sqrt(2)|'],
    ['the oldest stays', after('up', 'up', 'up', 'up'), 'sqrt(2)|'],
    ['and down again', after(typing('sq'), 'up', 'up', 'down', 'down'), 'sq|'],
    ['a search', after('C-r', typing('q')), 's|qrt(3)'],
    ['an older match', after('C-r', typing('q'), 'C-r'), 's|qrt(2)'],
    ['a newer one', after('C-r', typing('q'), 'C-r', 'C-s'), 's|qrt(3)'],
    ['a longer query, shortened again', after('C-r', typing('(2'), 'backspace'), 'sqrt|(3)'],
    ['given up', after(typing('1'), 'C-r', typing('q'), 'C-g'), '1|'],
    ['taken, and undone', after(typing('1'), 'C-r', typing('q'), 'escape', 'C-_'), '1|'],
    ['taken by the next key', after('C-r', typing('pi'), 'end', typing('+')), 'pi+|'],
  ])('%s', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });

  test('a search shows no line twice in a row, and says where there is no further one', () => {
    const repeated = createEditor(['pi', 'e', 'pi', 'pi', 'pi^2']);
    const keys = (list: string): { text: string; missing: unknown } => {
      const { state } = play(repeated, [key('C-r'), ...typing('pi'), ...chords(list)]);
      return { text: state.text, missing: state.search?.missing };
    };
    expect(keys('C-r')).toEqual({ text: 'pi^2', missing: null });
    expect(keys('C-r C-r')).toEqual({ text: 'pi^2', missing: 'older' });
    expect(keys('C-r C-r C-s')).toEqual({ text: 'pi', missing: null });
    expect(keys('C-r C-s C-s')).toEqual({ text: 'pi', missing: 'newer' });
  });

  test('Enter submits what was found', () => {
    const { effects } = play(createEditor(history), [key('C-r'), ...typing('pi'), key('return')]);
    expect(effects).toEqual([{ kind: 'submit', text: 'pi' }]);
  });

  test('a repeated line, a blank one and one behind a blank are not remembered', () => {
    const { state } = play(createEditor(['1']), pasting('1\n\n 2\n3\n'));
    expect(state.history).toEqual(['3', '1']);
  });
});

describe('Tab', () => {
  test.each([
    ['what the candidates have in common', edited(typing('1+si'), 'tab'), '1+sin|'],
    ['each of them in turn', edited(typing('si'), 'tab', 'tab', 'tab'), 'sinh(|'],
    ['and back', edited(typing('si'), 'tab', 'S-tab', 'S-tab'), 'sin(|'],
    ['the only one', edited(typing('sq'), 'tab', typing('2')), 'sqrt(2|'],
    ['before what follows', edited(typing('sq2)'), 'left', 'left', 'tab'), 'sqrt(|2)'],
    ['nothing', edited(typing('x'), 'tab'), 'x|'],
    ['taken back at once', edited(typing('si'), 'tab', 'tab', 'tab', 'C-_', 'C-_'), 'si|'],
  ])('%s', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });

  test('offers until another key is pressed', () => {
    const offered = play(createEditor(), [...typing('si'), key('tab')]).state;
    expect(offered.menu?.candidates.map(({ signature }) => signature)).toEqual(['sin(x)', 'sinh(x)']);
    expect(play(offered, typing('h')).state.menu).toBeNull();
  });
});
