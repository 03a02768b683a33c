import type { api } from '@chappe/tl-codec/api'
import type { RichBlock, RichBlockCaption, RichBlockListItem, RichBlockTableCell, RichMessage } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewMedia } from './media.ts'
import { viewRichText } from './rich-text.ts'

/** A message of blocks in the words of the Bot API. What is of instant views alone is left out. */
export function viewRichMessage(seen: SeenPeers, rich: api.richMessage): RichMessage {
  return { blocks: viewBlocks({ seen, rich }, rich.blocks), ...(rich.rtl && { is_rtl: true }) }
}

interface Viewing {
  readonly seen: SeenPeers
  readonly rich: api.richMessage
}

function viewBlocks(viewing: Viewing, blocks: readonly api.PageBlock[]): RichBlock[] {
  return blocks.flatMap((block) => viewBlock(viewing, block) ?? [])
}

const sizes = {
  pageBlockHeading1: 1,
  pageBlockHeading2: 2,
  pageBlockHeading3: 3,
  pageBlockHeading4: 4,
  pageBlockHeading5: 5,
  pageBlockHeading6: 6,
} as const

function viewBlock(viewing: Viewing, block: api.PageBlock): RichBlock | undefined {
  const { seen } = viewing
  const text = (one: api.RichText) => viewRichText(seen, one)
  const credit = (one: api.RichText) => (one._ === 'textEmpty' ? {} : { credit: text(one) })
  switch (block._) {
    case 'pageBlockParagraph':
      return { type: 'paragraph', text: text(block.text) }
    case 'pageBlockHeading1':
    case 'pageBlockHeading2':
    case 'pageBlockHeading3':
    case 'pageBlockHeading4':
    case 'pageBlockHeading5':
    case 'pageBlockHeading6':
      return { type: 'heading', text: text(block.text), size: sizes[block._] }
    case 'pageBlockPreformatted':
      return { type: 'pre', text: text(block.text), ...(block.language !== '' && { language: block.language }) }
    case 'pageBlockFooter':
      return { type: 'footer', text: text(block.text) }
    case 'pageBlockDivider':
      return { type: 'divider' }
    case 'pageBlockMath':
      return { type: 'mathematical_expression', expression: block.source }
    case 'pageBlockAnchor':
      return { type: 'anchor', name: block.name }
    case 'pageBlockThinking':
      return { type: 'thinking', text: text(block.text) }
    case 'pageBlockBlockquote':
      return { type: 'blockquote', blocks: [{ type: 'paragraph', text: text(block.text) }], ...credit(block.caption) }
    case 'pageBlockBlockquoteBlocks':
      return { type: 'blockquote', blocks: viewBlocks(viewing, block.blocks), ...credit(block.caption) }
    case 'pageBlockPullquote':
      return { type: 'pullquote', text: text(block.text), ...credit(block.caption) }
    case 'pageBlockDetails': {
      const blocks = viewBlocks(viewing, block.blocks)
      return { type: 'details', summary: text(block.title), blocks, ...(block.open && { is_open: true }) }
    }
    case 'pageBlockList':
      return { type: 'list', items: block.items.map((item) => viewItem(viewing, item, '•')) }
    case 'pageBlockOrderedList': {
      const step = block.reversed ? -1 : 1
      const first = block.start ?? (block.reversed ? block.items.length : 1)
      return { type: 'list', items: block.items.map((item, at) => viewOrdered(viewing, item, first + step * at)) }
    }
    case 'pageBlockTable':
      return {
        ...{ type: 'table', cells: block.rows.map(({ cells }) => cells.map((cell) => viewCell(seen, cell))) },
        ...(block.bordered && { is_bordered: true }),
        ...(block.striped && { is_striped: true }),
        ...(block.title._ !== 'textEmpty' && { caption: text(block.title) }),
      }
    case 'pageBlockCollage':
    case 'pageBlockSlideshow': {
      const type = block._ === 'pageBlockCollage' ? 'collage' : 'slideshow'
      return { type, blocks: viewBlocks(viewing, block.items), ...captionOf(seen, block.caption) }
    }
    case 'pageBlockMap': {
      const geo = block.geo._ === 'geoPoint' ? block.geo : { lat: 0, long: 0 }
      return {
        ...{ type: 'map', location: { latitude: geo.lat, longitude: geo.long } },
        zoom: Math.min(20, Math.max(13, block.zoom)) as 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20,
        ...{ width: block.w, height: block.h, ...captionOf(seen, block.caption) },
      }
    }
    case 'pageBlockPhoto':
    case 'pageBlockVideo':
    case 'pageBlockAudio':
      return viewFile(viewing, block)
    default:
      return undefined
  }
}

type FileBlock = api.pageBlockPhoto | api.pageBlockVideo | api.pageBlockAudio

function viewFile({ seen, rich }: Viewing, block: FileBlock): RichBlock | undefined {
  const caption = captionOf(seen, block.caption)
  const spoiler = 'spoiler' in block && block.spoiler ? ({ has_spoiler: true } as const) : {}
  if (block._ === 'pageBlockPhoto') {
    const photo = rich.photos.find(({ id }) => id === block.photoId)
    const shown = photo && viewMedia(seen, { _: 'messageMediaPhoto', photo }).photo
    return shown && { type: 'photo', photo: shown, ...spoiler, ...caption }
  }
  const named = block._ === 'pageBlockVideo' ? block.videoId : block.audioId
  const document = rich.documents.find(({ id }) => id === named)
  const { animation, video, audio, voice } =
    document === undefined ? {} : viewMedia(seen, { _: 'messageMediaDocument', document })
  if (animation !== undefined) return { type: 'animation', animation, ...spoiler, ...caption }
  if (video !== undefined) return { type: 'video', video, ...spoiler, ...caption }
  if (audio !== undefined) return { type: 'audio', audio, ...caption }
  return voice && { type: 'voice_note', voice_note: voice, ...caption }
}

function captionOf(seen: SeenPeers, { text, credit }: api.PageCaption): { readonly caption?: RichBlockCaption } {
  if (text._ === 'textEmpty' && credit._ === 'textEmpty') return {}
  const by = credit._ === 'textEmpty' ? {} : { credit: viewRichText(seen, credit) }
  return { caption: { text: viewRichText(seen, text), ...by } }
}

function viewItem(
  viewing: Viewing,
  item: api.PageListItem | api.PageListOrderedItem,
  label: string,
): RichBlockListItem {
  const blocks: RichBlock[] =
    'blocks' in item
      ? viewBlocks(viewing, item.blocks)
      : [{ type: 'paragraph', text: viewRichText(viewing.seen, item.text) }]
  return {
    ...{ label, blocks },
    ...(item.checkbox && { has_checkbox: true }),
    ...(item.checked && { is_checked: true }),
  }
}

const labelTypes = ['a', 'A', 'i', 'I', '1'] as const

function viewOrdered(viewing: Viewing, item: api.PageListOrderedItem, place: number): RichBlockListItem {
  const value = item.value ?? place
  const type = labelTypes.find((one) => one === item.type)
  return { ...viewItem(viewing, item, item.num ?? `${value}.`), value, ...(type && { type }) }
}

function viewCell(seen: SeenPeers, cell: api.PageTableCell): RichBlockTableCell {
  return {
    ...(cell.text !== undefined && { text: viewRichText(seen, cell.text) }),
    ...(cell.header && { is_header: true }),
    ...(cell.colspan !== undefined && { colspan: cell.colspan }),
    ...(cell.rowspan !== undefined && { rowspan: cell.rowspan }),
    align: cell.alignCenter ? 'center' : cell.alignRight ? 'right' : 'left',
    valign: cell.valignMiddle ? 'middle' : cell.valignBottom ? 'bottom' : 'top',
  }
}
