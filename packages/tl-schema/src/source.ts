/** A text with a name, and the way from an offset in it to a line and a column. */
export interface SourceFile {
  readonly name: string
  readonly text: string
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[]
}

/** A stretch of a source file. Offsets count UTF-16 units, the end is exclusive. */
export interface Span {
  readonly source: SourceFile
  readonly start: number
  readonly end: number
}

/** Line and column as editors count them: from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

export function createSource(text: string, name: string): SourceFile {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { name, text, lineStarts }
}

export function positionAt(source: SourceFile, offset: number): Position {
  let low = 0
  let high = source.lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (source.lineStarts[low] ?? 0) + 1 }
}

/** The text of a line (counted from 1), without its line ending. */
export function lineText(source: SourceFile, line: number): string {
  const start = source.lineStarts[line - 1] ?? source.text.length
  const next = source.lineStarts[line]
  return source.text.slice(start, next === undefined ? undefined : next - 1).replace(/\r$/, '')
}

export function joinSpans(first: Span, last: Span): Span {
  return { source: first.source, start: first.start, end: last.end }
}
