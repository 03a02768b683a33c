/** What the headers of a part say of it ("Content-Disposition", RFC 7578). */
export interface Disposition {
  /** The field that it is. */
  readonly name: string
  /** Of a file alone; empty for one without a name. */
  readonly fileName: string | undefined
  readonly mimeType: string
}

/**
 * Reads headers as they are written and not as they should be: libraries leave the quotes away around names with spaces and semicolons,
 * and write quotes within quotes. Undefined for what is no field of a form.
 */
export function readDisposition(headers: string): Disposition | undefined {
  const of = (name: string): string | undefined =>
    new RegExp(`^${name}[ \\t]*:(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(headers)?.[1]?.trim()
  const [, rest = ''] = /^form-data[ \t]*(;.*)$/is.exec(of('content-disposition') ?? '') ?? []
  const parameters = readParameters(rest)
  const name = parameters.get('name')
  if (!name) return undefined
  const fileName = decoded(parameters.get('filename*')) ?? parameters.get('filename')
  const mimeType = of('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  // Some write the folders, too.
  return { name, fileName: fileName?.split(/[\\/]/).at(-1), mimeType }
}

/** More than any of them writes. */
const maxParameters = 8

/** A value ends where another parameter begins, whatever is in it. */
function readParameters(text: string): Map<string, string> {
  const found = new Map<string, string>()
  let at = 0
  for (let count = 0; count < maxParameters; count++) {
    const begins = /\s*;\s*([\w-]+\*?)\s*=\s*/y
    begins.lastIndex = at
    const [whole, name = ''] = begins.exec(text) ?? []
    if (whole === undefined) break
    const from = at + whole.length
    const end = (text[from] === '"' ? endOfQuoted(text, from + 1) : undefined) ?? endOfBare(text, from)
    const isQuoted = text[from] === '"' && text[end] === '"'
    const value = isQuoted ? text.slice(from + 1, end).replaceAll('\\"', '"') : text.slice(from, end).trim()
    found.set(name.toLowerCase(), value)
    at = isQuoted ? end + 1 : end
  }
  return found
}

/** The quote after which something else begins, or nothing; those within a name are its own. */
function endOfQuoted(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    const ends = /"\s*(?:;\s*[\w-]+\*?\s*=|;?\s*$)/y
    ends.lastIndex = at
    if (ends.test(text)) return at
  }
  return undefined
}

function endOfBare(text: string, from: number): number {
  const next = /;\s*[\w-]+\*?\s*=|;?\s*$/g
  next.lastIndex = from
  return next.exec(text)?.index ?? text.length
}

/** `UTF-8''n%C3%A4me` (RFC 5987); undefined for what is none. */
function decoded(text: string | undefined): string | undefined {
  const [, escaped] = /^utf-8'[^']*'(.*)$/is.exec(text ?? '') ?? []
  if (escaped === undefined) return undefined
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}
