import type { HtmlNode } from './html-tree.ts'

const shown: ReadonlySet<string> = new Set(['img', 'video', 'audio'])
/** What is in them is said and not shown. */
const verbatim: ReadonlySet<string> = new Set(['pre', 'code'])

/** The addresses of the files on the web that a text shows ("instead of an HTTP URL"), each once. */
export function webFilesIn(nodes: readonly HtmlNode[]): Set<string> {
  const found = new Set<string>()
  const look = (node: HtmlNode): void => {
    if (typeof node === 'string' || verbatim.has(node.name)) return
    const { src = '' } = node.attributes
    if (shown.has(node.name) && isOnTheWeb(src)) found.add(src)
    node.children.forEach(look)
  }
  nodes.forEach(look)
  return found
}

export function isOnTheWeb(address: string): boolean {
  return /^https?:\/\//i.test(address)
}
