/**
 * A line in rows of so many columns, broken between words. What is broken off stands below the text that it belongs to:
 * behind a column of names, if the line has one, else a little further in.
 */
export const wrapped = (line: string, columns: number): readonly string[] => {
  const words = line.split(/(?<=\S)(?= )/);
  const indent = ' '.repeat(indentOf(line, columns));
  let row = words.shift() ?? '';
  const rows: string[] = [];
  for (const word of words) {
    if (row.length + word.length <= columns) row += word;
    else {
      rows.push(row);
      row = indent + word.trimStart();
    }
  }
  return [...rows, row];
};

const INDENT = 2;

const indentOf = (line: string, columns: number): number => {
  const behindNames = /^ *\S.*? {2,}(?=\S)/.exec(line)?.[0].length ?? 0;
  return behindNames > 0 && behindNames <= columns / 2 ? behindNames : INDENT;
};
