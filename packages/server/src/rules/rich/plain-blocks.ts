import type { api } from '@chappe/tl-codec/api'
import { plainOf } from './rich-text.ts'

/** What blocks say as a text: what clients are shown that know of none, and what a search looks at. */
export function plainBlocks(blocks: readonly api.PageBlock[]): string {
  return blocks.map(plainBlock).filter(Boolean).join('\n')
}

function plainBlock(block: api.PageBlock): string {
  switch (block._) {
    case 'pageBlockMath':
      return block.source
    case 'pageBlockBlockquote':
    case 'pageBlockPullquote':
      return lines(plainOf(block.text), plainOf(block.caption))
    case 'pageBlockBlockquoteBlocks':
      return lines(plainBlocks(block.blocks), plainOf(block.caption))
    case 'pageBlockDetails':
      return lines(plainOf(block.title), plainBlocks(block.blocks))
    case 'pageBlockList':
      return lines(...block.items.map((item) => `${sign(item) ?? '• '}${plainItem(item)}`))
    case 'pageBlockOrderedList': {
      const first = block.start ?? 1
      const label = (item: api.PageListOrderedItem, at: number): string => {
        return item.num ?? `${item.value ?? first + (block.reversed ? -at : at)}.`
      }
      return lines(...block.items.map((item, at) => `${label(item, at)} ${sign(item) ?? ''}${plainItem(item)}`))
    }
    case 'pageBlockTable':
      return lines(plainOf(block.title), ...block.rows.map(plainRow))
    case 'pageBlockCollage':
    case 'pageBlockSlideshow':
      return lines(plainBlocks(block.items), plainCaption(block.caption))
    case 'pageBlockPhoto':
    case 'pageBlockVideo':
    case 'pageBlockAudio':
    case 'pageBlockMap':
      return plainCaption(block.caption)
    default:
      return 'text' in block ? plainOf(block.text) : ''
  }
}

function lines(...parts: readonly string[]): string {
  return parts.filter(Boolean).join('\n')
}

function plainCaption({ text, credit }: api.PageCaption): string {
  return lines(plainOf(text), plainOf(credit))
}

function plainItem(item: api.PageListItem | api.PageListOrderedItem): string {
  return 'text' in item ? plainOf(item.text) : plainBlocks(item.blocks)
}

function sign({ checkbox, checked }: api.PageListItem | api.PageListOrderedItem): string | undefined {
  if (checkbox !== true) return undefined
  return checked === true ? '☑ ' : '☐ '
}

function plainRow({ cells }: api.PageTableRow): string {
  return cells.map(({ text }) => (text === undefined ? '' : plainOf(text))).join(' | ')
}
