import MarkdownIt from 'markdown-it'
import { invalid } from '../refusal.ts'
import type { HtmlNode } from './html-tree.ts'
import { maxMarkup } from './rich-limits.ts'

/** "Rich Markdown style" is that of GitHub with HTML in it, so it is read as HTML once it is made such. */
const markdown = new MarkdownIt({ html: true, maxNesting: 40 })
// What a text holds by itself is found later, and only if it is wanted.
markdown.disable('linkify')
// Addresses of this API are none of the web's.
markdown.validateLink = (url) => !/^\s*(?:javascript|vbscript|data|file):/i.test(url)

/** `$…$` is a formula in a line, `$$…$$` one that stands for itself. */
markdown.inline.ruler.before('escape', 'formula', (state, silent) => {
  const { src, pos, posMax } = state
  if (src[pos] !== '$') return false
  const sign = src[pos + 1] === '$' ? '$$' : '$'
  const start = pos + sign.length
  const end = src.indexOf(sign, start)
  const source = end === -1 || end >= posMax ? '' : src.slice(start, end)
  // As pandoc has it: what costs $5 or $10 is no formula.
  const isFormula = source !== '' && (sign === '$$' || (source.trim() === source && !/\d/.test(src[end + 1] ?? '')))
  if (!isFormula) return false
  if (!silent) {
    const name = sign === '$$' ? 'tg-math-block' : 'tg-math'
    state.push('html_inline', '', 0).content = `<${name}>${markdown.utils.escapeHtml(source)}</${name}>`
  }
  state.pos = end + sign.length
  return true
})

/** Throws `RICH_MESSAGE_TOO_LONG`. */
export function markdownToHtml(text: string): string {
  if (text.length > maxMarkup) throw invalid('RICH_MESSAGE_TOO_LONG')
  return markdown.render(text)
}

/** What the text of Markdown says by signs that HTML has no element of: `==marked==`, `||spoiler||`, `[x] done`. */
export function withSigns(nodes: readonly HtmlNode[]): HtmlNode[] {
  return paired(nodes).map((node) => {
    if (typeof node === 'string' || isVerbatim(node.name)) return node
    const children = withSigns(node.children)
    return { ...node, children: node.name === 'li' ? withBox(children) : children }
  })
}

function isVerbatim(name: string): boolean {
  return name === 'code' || name === 'pre' || name === 'tg-math' || name === 'tg-math-block'
}

const elementOf: Readonly<Record<string, string>> = { '==': 'mark', '||': 'tg-spoiler' }

function pieces(node: HtmlNode): HtmlNode[] {
  return typeof node === 'string' ? node.split(/(==|\|\|)/) : [node]
}

/** A sign opens an element that the next of its kind among the same children closes. */
function paired(nodes: readonly HtmlNode[]): HtmlNode[] {
  const out: HtmlNode[] = []
  const opened = new Map<string, number>()
  for (const piece of nodes.flatMap(pieces)) {
    const name = typeof piece === 'string' ? elementOf[piece] : undefined
    if (typeof piece !== 'string' || name === undefined) {
      if (piece !== '') out.push(piece)
      continue
    }
    const at = opened.get(piece)
    if (at === undefined || at === out.length - 1) {
      opened.set(piece, out.length)
      out.push(piece)
      continue
    }
    const children = out.splice(at).slice(1)
    for (const [sign, place] of opened) if (place >= at) opened.delete(sign)
    out.push({ name, attributes: {}, children })
  }
  return out
}

/** "- [x] completed task list item" */
function withBox(children: readonly HtmlNode[]): HtmlNode[] {
  const at = children.findIndex((node) => typeof node !== 'string' || node.trim() !== '')
  const first = children[at]
  // A list with empty lines has paragraphs in its items.
  if (typeof first === 'object' && first.name === 'p') {
    const [box, ...rest] = withBox(first.children)
    const isBox = typeof box === 'object' && box.name === 'input'
    return isBox ? [box, { ...first, children: rest }, ...children.slice(at + 1)] : [...children]
  }
  const [, sign, rest = ''] = (typeof first === 'string' ? /^\s*\[([ xX])\]\s(.*)$/s.exec(first) : undefined) ?? []
  if (sign === undefined) return [...children]
  const checked = sign === ' ' ? {} : { checked: '' }
  return [
    { name: 'input', attributes: { type: 'checkbox', ...checked }, children: [] },
    rest,
    ...children.slice(at + 1),
  ]
}
