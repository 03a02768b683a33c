const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

const maxReference = 10
const lastCodePoint = 0x10_ffff

/** The character that is written as `&…;` at a place, and where the text goes on; undefined where `&` is only itself. */
export function characterReference(
  source: string,
  at: number,
): { readonly character: string; readonly end: number } | undefined {
  const rest = source.slice(at, at + 64)
  const number = /^&#(?:x([\da-f]*)|(\d*))/i.exec(rest)
  if (number !== null) {
    // A capital X is none.
    const [whole, hex, decimal] = number
    if (whole[2] === 'X') return undefined
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex || '0', 16)
    if (code === 0 || code >= lastCodePoint || whole.length >= maxReference) return undefined
    return { character: String.fromCodePoint(code), end: afterSemicolon(source, at + whole.length) }
  }
  const name = /^&([a-z]*)/i.exec(rest)?.[1] ?? ''
  const character = named[name]
  return character === undefined ? undefined : { character, end: afterSemicolon(source, at + 1 + name.length) }
}

function afterSemicolon(source: string, at: number): number {
  return source[at] === ';' ? at + 1 : at
}
