import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { type Fields, fieldsOf } from './fields.ts'
import { inner, readRichText } from './rich-text.ts'

/** The file of a block, by the field that it stands in; whoever has it uploads it and gives it a number. */
export type ReadBlockFile = (kind: BlockFileKind, given: unknown) => Promise<bigint>

export type BlockFileKind = 'photo' | 'video' | 'animation' | 'audio' | 'voice_note'

const headings = [
  ...(['pageBlockHeading1', 'pageBlockHeading2', 'pageBlockHeading3'] as const),
  ...(['pageBlockHeading4', 'pageBlockHeading5', 'pageBlockHeading6'] as const),
]

/** "InputRichBlock" */
export async function readRichBlocks(given: unknown, file: ReadBlockFile): Promise<api.PageBlock[]> {
  if (!Array.isArray(given)) throw badRequest("can't parse blocks: expected an Array of InputRichBlock")
  const blocks: api.PageBlock[] = []
  for (const one of given) blocks.push(await readBlock(fieldsOf('InputRichBlock', one), file))
  return blocks
}

async function readBlock(block: Fields, file: ReadBlockFile): Promise<api.PageBlock> {
  const text = (name = 'text'): api.RichText => readRichText(inner(block, name))
  const within = (name = 'blocks'): Promise<api.PageBlock[]> => readRichBlocks(inner(block, name), file)
  const type = block.needText('type')
  switch (type) {
    case 'paragraph':
      return { _: 'pageBlockParagraph', text: text() }
    case 'heading': {
      const heading = headings[(block.integer('size') ?? 1) - 1]
      if (heading === undefined) throw badRequest("can't parse InputRichBlock: invalid size of the heading specified")
      return { _: heading, text: text() }
    }
    case 'pre':
      return { _: 'pageBlockPreformatted', text: text(), language: block.text('language') ?? '' }
    case 'footer':
      return { _: 'pageBlockFooter', text: text() }
    case 'divider':
      return { _: 'pageBlockDivider' }
    case 'mathematical_expression':
      return { _: 'pageBlockMath', source: block.needText('expression') }
    case 'anchor':
      return { _: 'pageBlockAnchor', name: block.needText('name') }
    case 'list':
      return readList(block.list('items') ?? [], file)
    case 'blockquote':
      return { _: 'pageBlockBlockquoteBlocks', blocks: await within(), caption: text('credit') }
    case 'expandable_blockquote':
      return { _: 'pageBlockBlockquote', text: text(), caption: text('credit') }
    case 'pullquote':
      return { _: 'pageBlockPullquote', text: text(), caption: text('credit') }
    case 'collage':
    case 'slideshow': {
      const items = await within()
      return {
        ...{ _: type === 'collage' ? 'pageBlockCollage' : 'pageBlockSlideshow', items },
        caption: readCaption(block),
      }
    }
    case 'table':
      return readTable(block)
    case 'details':
      return {
        ...{ _: 'pageBlockDetails', open: block.flag('is_open') || undefined },
        ...{ title: text('summary'), blocks: await within() },
      }
    case 'map': {
      const place = block.object('location')
      const number = (name: string): number => Number(place === undefined ? 0 : (inner(place, name) ?? 0))
      const geo: api.InputGeoPoint = { _: 'inputGeoPoint', lat: number('latitude'), long: number('longitude') }
      const [zoom = 15, w = 600, h = 400] = [block.integer('zoom'), block.integer('width'), block.integer('height')]
      return { _: 'inputPageBlockMap', geo, zoom, w, h, caption: readCaption(block) }
    }
    case 'photo': {
      const spoiler = spoilerOf(block, type)
      return {
        _: 'pageBlockPhoto',
        photoId: await file(type, inner(block, type)),
        spoiler,
        caption: readCaption(block),
      }
    }
    case 'video':
    case 'animation': {
      const loops = type === 'animation' || undefined
      return {
        ...{ _: 'pageBlockVideo', videoId: await file(type, inner(block, type)), autoplay: loops, loop: loops },
        ...{ spoiler: spoilerOf(block, type), caption: readCaption(block) },
      }
    }
    case 'audio':
    case 'voice_note':
      return { _: 'pageBlockAudio', audioId: await file(type, inner(block, type)), caption: readCaption(block) }
    case 'thinking':
      return { _: 'pageBlockThinking', text: text() }
    case 'document':
    case 'buttons':
      throw badRequest(`rich blocks of the type ${type} are not supported`)
    default:
      throw badRequest("can't parse InputRichBlock: unsupported type specified")
  }
}

function spoilerOf(block: Fields, name: string): true | undefined {
  return block.object(name)?.flag('has_spoiler') || undefined
}

function readCaption(block: Fields): api.pageCaption {
  const caption = block.object('caption')
  const text = (name: string): api.RichText => readRichText(caption && inner(caption, name))
  return { _: 'pageCaption', text: text('text'), credit: text('credit') }
}

/** One whose items have numbers or letters is in an order. */
async function readList(given: readonly unknown[], file: ReadBlockFile): Promise<api.PageBlock> {
  const items = given.map((one) => fieldsOf('InputRichBlockListItem', one))
  const isOrdered = items.some((item) => item.has('value') || item.has('type'))
  const read = async (item: Fields) => ({
    checkbox: item.flag('has_checkbox') || undefined,
    checked: item.flag('is_checked') || undefined,
    blocks: await readRichBlocks(inner(item, 'blocks'), file),
  })
  if (!isOrdered) {
    const plain: api.PageListItem[] = []
    for (const item of items) plain.push({ _: 'pageListItemBlocks', ...(await read(item)) })
    return { _: 'pageBlockList', items: plain }
  }
  const ordered: api.PageListOrderedItem[] = []
  for (const item of items) {
    const label = { value: item.integer('value'), type: item.text('type') }
    ordered.push({ _: 'pageListOrderedItemBlocks', ...(await read(item)), ...label })
  }
  return { _: 'pageBlockOrderedList', items: ordered }
}

function readTable(block: Fields): api.PageBlock {
  const rows = (block.list('cells') ?? []).map((row): api.PageTableRow => {
    if (!Array.isArray(row)) throw badRequest("can't parse cells: expected an Array of Array of RichBlockTableCell")
    return { _: 'pageTableRow', cells: row.map(readCell) }
  })
  return {
    ...{ _: 'pageBlockTable', title: readRichText(inner(block, 'caption')), rows },
    bordered: block.flag('is_bordered') || undefined,
    striped: block.flag('is_striped') || undefined,
  }
}

function readCell(given: unknown): api.PageTableCell {
  const cell = fieldsOf('RichBlockTableCell', given)
  const [align, valign] = [cell.text('align'), cell.text('valign')]
  return {
    _: 'pageTableCell',
    header: cell.flag('is_header') || undefined,
    alignCenter: align === 'center' || undefined,
    alignRight: align === 'right' || undefined,
    valignMiddle: valign === 'middle' || undefined,
    valignBottom: valign === 'bottom' || undefined,
    text: cell.has('text') ? readRichText(inner(cell, 'text')) : undefined,
    colspan: cell.integer('colspan'),
    rowspan: cell.integer('rowspan'),
  }
}
