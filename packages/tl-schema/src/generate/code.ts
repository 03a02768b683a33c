/** Small pieces for emitting TypeScript in the project's format: two spaces, no semicolons, 120 columns. */

const WIDTH = 120

/** `open` + items + `close` on one line if it fits, else an item a line. */
export function list(indent: string, open: string, items: readonly string[], close: string, space = ''): string {
  const inline = `${indent}${open}${space}${items.join(', ')}${space}${close}`
  if (items.length === 0) return `${indent}${open}${close}`
  if (inline.length <= WIDTH && !items.some((item) => item.includes('\n'))) return inline
  return `${indent}${open}\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}${close}`
}

/** `type Name = A | B`, an alternative a line if it does not fit. */
export function union(indent: string, head: string, members: readonly string[]): string {
  const inline = `${indent}${head} = ${members.length === 0 ? 'never' : members.join(' | ')}`
  if (inline.length <= WIDTH) return inline
  return `${indent}${head} =\n${members.map((member) => `${indent}  | ${member}`).join('\n')}`
}

export function block(head: string, lines: readonly string[]): string {
  return lines.length === 0
    ? `${head} {}`
    : `${head} {\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`).join('\n')}\n}`
}
