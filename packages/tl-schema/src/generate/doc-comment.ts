/** Text of any kind to comments of TypeScript, of which none can end early or mean something to a tool. */
import type { Doc } from '../docs/doc.ts'

/** A comment on one line, or on several if there are more of them. Nothing for no text. */
export function docComment(indent: string, lines: readonly string[]): string[] {
  const [only] = lines
  if (only === undefined) return []
  if (lines.length === 1) return [`${indent}/** ${only} */`]
  return [`${indent}/**`, ...lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}`), `${indent} */`]
}

/** What is said of a definition: its text, the definition itself, the errors, and where there is more. */
export function docLines(doc: Doc | undefined, definition: string | undefined): string[] {
  const parts: string[][] = []
  if (doc !== undefined && doc.text !== '') parts.push(escapeLines(doc.text))
  if (definition !== undefined) parts.push([`\`${definition}\``])
  if (doc !== undefined && doc.errors.length > 0) {
    parts.push([`Errors: ${doc.errors.map((name) => `\`${escapeLines(name).join(' ')}\``).join(', ')}`])
  }
  if (doc?.link !== undefined) parts.push([`@see ${escapeLines(doc.link).join(' ')}`])
  return parts.flatMap((part, at) => (at === 0 ? part : ['', ...part]))
}

/** A text as lines of a comment. */
export function escapeLines(text: string): string[] {
  return text
    .toWellFormed()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => escapeLine(line.trimEnd()))
}

/** Characters that are not seen or turn the text around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** Words that compilers, bundlers and linters act on wherever they stand in a comment. */
const toolWords =
  /@(?=(?:internal|license|lic|preserve|cc_on|jsx|ts-|__|vite-|vitest-|jest-|swc|webpack|flow|noflow|legal)\w*)|#(?=__|\s*source)/gi

function escapeLine(line: string): string {
  const safe = line.replace(unseen, ' ').replaceAll('*/', '*\\/')
  // Between backticks text is shown as it is, so there is nothing to escape but what a tool would see.
  const parts = safe.split(/(`[^`]+`)/)
  return parts
    .map((part, at) =>
      at % 2 === 1 ? part : part.replace(/(?<![\w\\])@(?=\w)/g, '\\@').replace(/<(?=[\w/!?])/g, '\\<'),
    )
    .join('')
    .replace(toolWords, (mark) => (mark === '@' ? '&#64;' : '&#35;'))
    .replaceAll('\\&#64;', '&#64;')
}
