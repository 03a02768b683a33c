import { Parser } from 'htmlparser2'
import { invalid } from '../refusal.ts'
import { maxMarkup } from './rich-limits.ts'

/** An element, or a text between two. */
export type HtmlNode = HtmlElement | string

export interface HtmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: HtmlNode[]
}

/** So deep and so many are read, before anybody looks at what they are. */
const maxDepth = 100
const maxNodes = 20_000

/** What is in it is not for people. */
const silent: ReadonlySet<string> = new Set(['script', 'style', 'title', 'head', 'template'])

/** Throws `RICH_MESSAGE_TOO_LONG` and `RICH_MESSAGE_DEPTH_INVALID`; everything else is some tree, as in a browser. */
export function readHtml(html: string): HtmlNode[] {
  if (html.length > maxMarkup) throw invalid('RICH_MESSAGE_TOO_LONG')
  const root: HtmlElement = { name: '', attributes: {}, children: [] }
  const open = [root]
  let nodes = 0
  const add = (node: HtmlNode): void => {
    if (++nodes > maxNodes) throw invalid('RICH_MESSAGE_TOO_LONG')
    open.at(-1)?.children.push(node)
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: HtmlElement = { name, attributes, children: [] }
        if (!silent.has(name)) add(element)
        if (open.push(element) > maxDepth) throw invalid('RICH_MESSAGE_DEPTH_INVALID')
      },
      ontext(text) {
        const last = open.at(-1)?.children
        const before = last?.at(-1)
        // What the parser tells in pieces is one text.
        if (last !== undefined && typeof before === 'string') last[last.length - 1] = before + text
        else add(text)
      },
      onclosetag() {
        if (open.length > 1) open.pop()
      },
    },
    { recognizeSelfClosing: true },
  )
  parser.end(html)
  return root.children
}
