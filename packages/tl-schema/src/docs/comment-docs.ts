/**
 * Comments to docs. A comment belongs to the definition that stands right below it, or on whose last line it stands; an
 * empty line between them parts them. TDLib's form is read too, wherever a run of comments begins with a tag:
 *
 *     //@class Chat @description A place where people write     the type, whatever stands below
 *
 *     //@description A group
 *     //-that is small                                          goes on with the line before
 *     //@title What it is called @param_description What it is for
 *     chat title:string description:string = Chat;
 *
 * Inside a definition a comment belongs to the field before it on its line, or else to the next one.
 */
import type { Arg, CombinatorDeclaration, Comment, Item } from '../ast.ts'
import { isLayerMark } from '../layer-marks.ts'
import type { Span } from '../source.ts'
import type { Doc } from './doc.ts'

export function docOfComments(declaration: CombinatorDeclaration): Doc | undefined {
  const { comments, trailing, args, span } = declaration
  const fields = new Map<string, string>()
  const names = new Set(args.flatMap(namesOf).map(({ name }) => name))
  const above = runsOf(comments.filter((one) => one.span.start < span.start))
  const last = declaration.blankBefore ? undefined : above.at(-1)
  const parts: string[] = []
  for (const text of [last === undefined ? '' : textOf(last), textOf(trailing)]) {
    const tags = tagsOf(text, names)
    if (tags === undefined) parts.push(text)
    else if (!tags.has('class')) {
      parts.push(tags.get('description') ?? '')
      for (const [tag, said] of tags) {
        const name = fieldOf(tag, names)
        if (name !== undefined && said !== '') fields.set(name, said)
      }
    }
  }
  for (const comment of comments) {
    const name = comment.span.start < span.start ? undefined : fieldBeside(comment, args)
    const text = textOf([comment])
    if (name === undefined || text === '') continue
    const before = fields.get(name)
    fields.set(name, before === undefined ? text : `${before}\n${text}`)
  }
  const text = parts.filter((part) => part !== '').join('\n')
  return text === '' && fields.size === 0 ? undefined : { text, fields, errors: [], link: undefined }
}

/** What `//@class T @description …` says of types, by their names. */
export function typeDocsOfComments(items: readonly Item[], rest: readonly Comment[]): Map<string, string> {
  const docs = new Map<string, string>()
  for (const comments of [...items.map((one) => one.comments), rest]) {
    if (!comments.some((one) => one.text.includes('@class'))) continue
    for (const run of runsOf(comments)) {
      const tags = tagsOf(textOf(run), new Set())
      const name = tags?.get('class')
      const said = tags?.get('description')
      if (name !== undefined && said !== undefined && said !== '') docs.set(name, said)
    }
  }
  return docs
}

/** Comments with no empty line between them. */
function runsOf(comments: readonly Comment[]): Comment[][] {
  const runs: Comment[][] = []
  for (const comment of comments) {
    const run = runs.at(-1)
    // What is said of a type ends where another tag begins, with or without an empty line.
    const isApart = describesType(comment) || (describesType(run?.[0]) && comment.text.startsWith('@'))
    if (run === undefined || comment.blankBefore || isApart) runs.push([comment])
    else run.push(comment)
  }
  return runs
}

/** Lines of a text, without marks of layers, rulers, and definitions that are commented out. */
function textOf(comments: readonly Comment[]): string {
  const lines = comments
    .filter((one) => !isLayerMark(one) && !/^(LAYER\s+\d+$|layers seen:)/.test(one.text))
    .flatMap(({ style, text }) => (style === 'block' ? linesOfBlock(text) : [text.replace(/^[/!]+\s*/, '')]))
    .filter((line) => line === '' || !(isRuler(line) || isDefinition(line)))
  return lines.join('\n').trim()
}

function linesOfBlock(text: string): string[] {
  return text
    .replace(/^\*+/, '')
    .split('\n')
    .map((line) => line.trim().replace(/^\*+\s?/, ''))
}

/** A line that is drawn, perhaps around a heading. */
function isRuler(line: string): boolean {
  return /^[^\p{L}\p{N}]+$/u.test(line) || /^([-=*#~/_])\1\1/.test(line)
}

function isDefinition(line: string): boolean {
  return /^[\w.]+(#[\da-f]+)?(\s[^=]*)?\s=\s*!?[A-Z%][\w.<>% ,()]*;/i.test(line) || /^---\w+---$/.test(line)
}

const tagPattern = /(?<=^|\s)@(\w+)[ \t]*/g

/** The texts behind tags; undefined if the text does not begin with one that means something. */
function tagsOf(text: string, fields: ReadonlySet<string>): Map<string, string> | undefined {
  const isTag = (word: string): boolean =>
    word === 'description' || word === 'class' || fieldOf(word, fields) !== undefined
  const found = [...text.matchAll(tagPattern)].filter(([, word = '']) => isTag(word))
  if (found[0]?.index !== 0) return undefined
  const tags = new Map<string, string>()
  for (const [at, match] of found.entries()) {
    const [whole, word = ''] = match
    const said = text
      .slice(match.index + whole.length, found[at + 1]?.index)
      .replaceAll(/\n-[ \t]*/g, '\n')
      .trim()
    if (!tags.has(word)) tags.set(word, said)
  }
  return tags
}

/** `@param_description` is a field called `description`; TDLib writes so where the plain tag means something else. */
function fieldOf(tag: string, fields: ReadonlySet<string>): string | undefined {
  const plain = tag.startsWith('param_') ? tag.slice('param_'.length) : undefined
  if (plain !== undefined && fields.has(plain)) return plain
  return tag !== 'description' && tag !== 'class' && fields.has(tag) ? tag : undefined
}

function namesOf(arg: Arg): { name: string; span: Span }[] {
  if (arg.kind === 'group') return arg.names.map(({ text }) => ({ name: text, span: arg.span }))
  return arg.name === undefined ? [] : [{ name: arg.name.text, span: arg.span }]
}

/** The field that a comment inside a definition is about. */
function fieldBeside({ span }: Comment, args: readonly Arg[]): string | undefined {
  const named = args.flatMap(namesOf)
  const before = named.findLast((one) => one.span.end <= span.start)
  if (before !== undefined && !span.source.text.slice(before.span.end, span.start).includes('\n')) return before.name
  return named.find((one) => one.span.start >= span.end)?.name
}

function describesType(comment: Comment | undefined): boolean {
  return comment?.style === 'line' && comment.text.startsWith('@class')
}
