/** The one of some names that takes the fewest changes of letters to come to (Levenshtein), for whoever mistyped one. */
export function nearest(name: string, names: readonly string[]): string {
  const [first = '', ...others] = names
  let best = { name: first, changes: distance(name, first) }
  for (const other of others) {
    const changes = distance(name, other)
    if (changes < best.changes) best = { name: other, changes }
  }
  return best.name
}

function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === to[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
