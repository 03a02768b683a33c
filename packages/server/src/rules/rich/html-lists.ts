import type { api } from '@chappe/tl-codec/api'
import { readInline } from './html-inline.ts'
import type { HtmlElement, HtmlNode } from './html-tree.ts'
import { joined, plain, trimmed } from './rich-text.ts'

type ReadBlocks = (nodes: readonly HtmlNode[]) => api.PageBlock[]

export function readList({ name, attributes, children }: HtmlElement, read: ReadBlocks): api.PageBlock {
  const items = children.filter((node) => typeof node === 'object' && node.name === 'li').flatMap(elementsOnly)
  if (name === 'ul') return { _: 'pageBlockList', items: items.map((item) => readItem(item, read)) }
  return {
    _: 'pageBlockOrderedList',
    reversed: 'reversed' in attributes || undefined,
    start: integerIn(attributes['start']),
    type: labelType(attributes['type']),
    items: items.map((item) => readOrderedItem(item, read)),
  }
}

function elementsOnly(node: HtmlNode): HtmlElement[] {
  return typeof node === 'object' ? [node] : []
}

/** What an item holds: a text, or blocks. */
function contentOf(item: HtmlElement, read: ReadBlocks) {
  const box = item.children.findIndex((node) => typeof node !== 'string' || node.trim() !== '')
  const first = item.children[box]
  const attributes = typeof first === 'object' && first.name === 'input' ? first.attributes : undefined
  const isBox = attributes?.['type'] === 'checkbox'
  const checks = isBox ? ({ checkbox: true, checked: 'checked' in attributes || undefined } as const) : {}
  const blocks = read(isBox ? item.children.toSpliced(box, 1) : item.children)
  const [only] = blocks
  const text = blocks.length === 0 ? plain('') : only?._ === 'pageBlockParagraph' ? only.text : undefined
  return { checks, blocks, text: blocks.length > 1 ? undefined : text }
}

function readItem(item: HtmlElement, read: ReadBlocks): api.PageListItem {
  const { checks, blocks, text } = contentOf(item, read)
  return text === undefined
    ? { _: 'pageListItemBlocks', ...checks, blocks }
    : { _: 'pageListItemText', ...checks, text }
}

function readOrderedItem(item: HtmlElement, read: ReadBlocks): api.PageListOrderedItem {
  const { checks, blocks, text } = contentOf(item, read)
  const label = { value: integerIn(item.attributes['value']), type: labelType(item.attributes['type']) }
  return text === undefined
    ? { _: 'pageListOrderedItemBlocks', ...checks, ...label, blocks }
    : { _: 'pageListOrderedItemText', ...checks, ...label, text }
}

function integerIn(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
}

function labelType(type: string | undefined): string | undefined {
  return type !== undefined && /^[aAiI1]$/.test(type) ? type : undefined
}

export function readTable({ attributes, children }: HtmlElement): api.pageBlockTable {
  const titles = children.filter((node) => typeof node === 'object' && node.name === 'caption').flatMap(elementsOnly)
  return {
    _: 'pageBlockTable',
    bordered: 'bordered' in attributes || undefined,
    striped: 'striped' in attributes || undefined,
    title: joined(titles.map(({ children: inner }) => trimmed(readInline(inner)))),
    rows: rowsIn(children),
  }
}

/** Rows may stand in the head, the body and the foot of a table. */
function rowsIn(nodes: readonly HtmlNode[]): api.PageTableRow[] {
  return nodes.flatMap((node): api.PageTableRow[] => {
    if (typeof node === 'string') return []
    if (node.name === 'thead' || node.name === 'tbody' || node.name === 'tfoot') return rowsIn(node.children)
    if (node.name !== 'tr') return []
    const cells = node.children.flatMap(elementsOnly).filter(({ name }) => name === 'td' || name === 'th')
    return [{ _: 'pageTableRow', cells: cells.map(readCell) }]
  })
}

function readCell({ name, attributes, children }: HtmlElement): api.PageTableCell {
  const { align, valign, style = '' } = attributes
  // Markdown says so by a style.
  const side = align ?? /text-align:\s*(\w+)/.exec(style)?.[1]
  const span = (text: string | undefined): number | undefined => {
    const count = integerIn(text)
    return count !== undefined && count > 1 ? count : undefined
  }
  return {
    _: 'pageTableCell',
    header: name === 'th' || undefined,
    alignCenter: side === 'center' || undefined,
    alignRight: side === 'right' || undefined,
    valignMiddle: valign === 'middle' || undefined,
    valignBottom: valign === 'bottom' || undefined,
    text: trimmed(readInline(children)),
    colspan: span(attributes['colspan']),
    rowspan: span(attributes['rowspan']),
  }
}
