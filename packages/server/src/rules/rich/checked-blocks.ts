import type { api } from '@chappe/tl-codec/api'
import { invalid } from '../refusal.ts'
import { type Counts, checkDepth, checkName, checkText, createCounts, type RichRules } from './checked-text.ts'
import { richLimits } from './rich-limits.ts'

const maxLanguage = 64
const maxZoom = 24
const maxMapSide = 10_000
const maxMapRatio = 20

/**
 * The blocks of a rich message as they are stored. Throws the public error for what they may not be or name, and for what is more
 * than a message may have.
 */
export function checkBlocks(blocks: readonly api.PageBlock[], rules: RichRules): api.PageBlock[] {
  if (blocks.length === 0) throw invalid('RICH_MESSAGE_EMPTY')
  const counts = createCounts()
  return blocks.map((block) => checkBlock(block, 1, rules, counts))
}

function checkBlock(block: api.PageBlock, depth: number, rules: RichRules, counts: Counts): api.PageBlock {
  checkDepth(depth)
  counts.addBlock()
  const text = (one: api.RichText, isBare = false): api.RichText => checkText(one, depth, rules, counts, isBare)
  const within = (inner: readonly api.PageBlock[]): api.PageBlock[] => {
    return inner.map((one) => checkBlock(one, depth + 1, rules, counts))
  }
  const caption = ({ text: said, credit }: api.PageCaption): api.pageCaption => {
    return { _: 'pageCaption', text: text(said), credit: text(credit) }
  }
  switch (block._) {
    case 'pageBlockDivider':
      return block
    case 'pageBlockAnchor':
      return { _: block._, name: checkName(block.name) }
    case 'pageBlockParagraph':
    case 'pageBlockFooter':
    case 'pageBlockHeading1':
    case 'pageBlockHeading2':
    case 'pageBlockHeading3':
    case 'pageBlockHeading4':
    case 'pageBlockHeading5':
    case 'pageBlockHeading6':
      return { _: block._, text: text(block.text) }
    case 'pageBlockThinking':
      if (!rules.mayThink) throw notAllowed()
      return { _: block._, text: text(block.text) }
    case 'pageBlockPreformatted':
      return { _: block._, text: text(block.text, true), language: block.language.slice(0, maxLanguage) }
    case 'pageBlockMath':
      counts.addText(block.source)
      return block
    case 'pageBlockBlockquote':
    case 'pageBlockPullquote':
      return { _: block._, text: text(block.text), caption: text(block.caption) }
    case 'pageBlockBlockquoteBlocks':
      return { _: block._, blocks: within(block.blocks), caption: text(block.caption) }
    case 'pageBlockDetails':
      return { ...block, title: text(block.title), blocks: within(block.blocks) }
    case 'pageBlockList':
      return { _: block._, items: block.items.map((item) => checkItem(item, depth, rules, counts)) }
    case 'pageBlockOrderedList':
      return { ...block, items: block.items.map((item) => checkOrderedItem(item, depth, rules, counts)) }
    case 'pageBlockTable':
      return { ...block, title: text(block.title), rows: block.rows.map((row) => checkRow(row, depth, rules, counts)) }
    case 'pageBlockCollage':
    case 'pageBlockSlideshow':
      if (!block.items.every(isPicture)) throw invalid('RICH_MESSAGE_MEDIA_INVALID')
      return { _: block._, items: within(block.items), caption: caption(block.caption) }
    case 'pageBlockPhoto':
      counts.addMedia()
      if (!rules.photos.has(block.photoId)) throw invalid('RICH_MESSAGE_MEDIA_INVALID')
      return { _: block._, spoiler: block.spoiler, photoId: block.photoId, caption: caption(block.caption) }
    case 'pageBlockVideo':
      counts.addMedia()
      if (rules.documents.get(block.videoId) !== 'video') throw invalid('RICH_MESSAGE_MEDIA_INVALID')
      return { ...block, caption: caption(block.caption) }
    case 'pageBlockAudio':
      counts.addMedia()
      if (rules.documents.get(block.audioId) !== 'audio') throw invalid('RICH_MESSAGE_MEDIA_INVALID')
      return { ...block, caption: caption(block.caption) }
    case 'inputPageBlockMap':
    case 'pageBlockMap':
      return checkMap(block, rules, caption(block.caption))
    default:
      throw notAllowed()
  }
}

/** What is of instant views alone. */
function notAllowed(): Error {
  return invalid('RICH_VALIDATE_CTOR_NOT_ALLOWED')
}

function isPicture({ _: kind }: api.PageBlock): boolean {
  return kind === 'pageBlockPhoto' || kind === 'pageBlockVideo'
}

function checkMap(
  { geo, zoom, w, h }: api.inputPageBlockMap | api.pageBlockMap,
  rules: RichRules,
  caption: api.pageCaption,
): api.pageBlockMap {
  if (geo._ !== 'inputGeoPoint' && geo._ !== 'geoPoint') throw invalid('GEO_POINT_INVALID')
  const { lat, long } = geo
  const isSized = w > 0 && h > 0 && w + h <= maxMapSide && Math.max(w / h, h / w) <= maxMapRatio
  if (!isSized || zoom < 0 || zoom > maxZoom) throw invalid('RICH_MESSAGE_MAP_INVALID')
  return { _: 'pageBlockMap', geo: rules.geo({ _: 'inputGeoPoint', lat, long }), zoom, w, h, caption }
}

function checkItem(item: api.PageListItem, depth: number, rules: RichRules, counts: Counts): api.PageListItem {
  counts.addBlock()
  if (item._ === 'pageListItemText') return { ...item, text: checkText(item.text, depth + 1, rules, counts) }
  return { ...item, blocks: item.blocks.map((one) => checkBlock(one, depth + 1, rules, counts)) }
}

function checkOrderedItem(
  item: api.PageListOrderedItem,
  depth: number,
  rules: RichRules,
  counts: Counts,
): api.PageListOrderedItem {
  counts.addBlock()
  if ((item.num?.length ?? 0) > 16 || (item.type?.length ?? 0) > 1) throw invalid('RICH_MESSAGE_LIST_INVALID')
  if (item._ === 'pageListOrderedItemText') return { ...item, text: checkText(item.text, depth + 1, rules, counts) }
  return { ...item, blocks: item.blocks.map((one) => checkBlock(one, depth + 1, rules, counts)) }
}

function checkRow({ cells }: api.PageTableRow, depth: number, rules: RichRules, counts: Counts): api.PageTableRow {
  counts.addBlock()
  const columns = cells.reduce((sum, { colspan = 1 }) => sum + Math.max(1, colspan), 0)
  if (columns > richLimits.columns || cells.some(({ rowspan = 1 }) => rowspan > richLimits.blocks)) {
    throw invalid('RICH_MESSAGE_TABLE_INVALID')
  }
  const checked = cells.map((cell) => ({
    ...cell,
    text: cell.text && checkText(cell.text, depth + 1, rules, counts),
  }))
  return { _: 'pageTableRow', cells: checked }
}
