import { type api, decode, encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRichBlocks } from '../params/rich-blocks.ts'
import { readRichText } from '../params/rich-text.ts'
import { viewRichMessage } from '../views/rich-message.ts'
import { viewRichText } from '../views/rich-text.ts'
import { emojiId, flag, positive, seen, url, word } from './arbitraries.fixture.ts'

const styles = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'subscript', 'superscript', 'marked', 'code']
const formats = ['', 'r', 'w', 'd', 'D', 't', 'T', 'wd', 'wDT', 'dt', 'DT', 'wt']

/** Texts in the words of the Bot API, but those that a server finds by itself, and links to references, which look like others. */
const { text } = fc.letrec<{ text: unknown; styled: unknown }>((tie) => {
  const text = tie('text')
  const type = <Name extends string>(name: Name) => fc.constant(name)
  return {
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      word,
      tie('styled'),
      fc.array(text, { maxLength: 3 }),
    ),
    styled: fc.oneof(
      fc.record({ type: fc.constantFrom(...styles), text }),
      fc.record({
        ...{ type: type('date_time'), text, unix_time: positive },
        date_time_format: fc.constantFrom(...formats),
      }),
      fc.record({ type: type('custom_emoji'), custom_emoji_id: emojiId, alternative_text: word }),
      fc.record({ type: type('mathematical_expression'), expression: word }),
      fc.record({ type: type('url'), text, url }),
      fc.record({ type: type('email_address'), text, email_address: word }),
      fc.record({ type: type('phone_number'), text, phone_number: word }),
      fc.record({ type: type('anchor'), name: word }),
      fc.record({ type: type('anchor_link'), text, anchor_name: word }),
      fc.record({ type: type('reference'), text: word, name: word }),
    ),
  }
})

const caption = fc.record({ text, credit: text }, { requiredKeys: ['text'] })

const { blocks } = fc.letrec<{ blocks: unknown[]; block: unknown }>((tie) => {
  const blocks = tie('blocks')
  const type = <Name extends string>(name: Name) => fc.constant(name)
  const item = { blocks, has_checkbox: flag, is_checked: flag }
  const cell = fc.record({
    ...{ text, align: fc.constantFrom('left', 'center', 'right'), valign: fc.constantFrom('top', 'middle', 'bottom') },
  })
  return {
    blocks: fc.array(tie('block'), { maxLength: 3 }),
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ type: type('paragraph'), text }),
      fc.record({ type: type('heading'), text, size: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ type: type('pre'), text, language: word }, { requiredKeys: ['type', 'text'] }),
      fc.record({ type: type('footer'), text }),
      fc.record({ type: type('divider') }),
      fc.record({ type: type('mathematical_expression'), expression: word }),
      fc.record({ type: type('anchor'), name: word }),
      fc.record({ type: type('thinking'), text }),
      fc.record({ type: type('blockquote'), blocks, credit: text }, { requiredKeys: ['type', 'blocks'] }),
      fc.record({ type: type('pullquote'), text, credit: text }, { requiredKeys: ['type', 'text'] }),
      fc.record(
        { type: type('details'), summary: text, blocks, is_open: flag },
        { requiredKeys: ['type', 'summary', 'blocks'] },
      ),
      fc.record({
        type: type('list'),
        items: fc.array(fc.record(item, { requiredKeys: ['blocks'] }), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        type: type('list'),
        items: fc.array(
          fc.record(
            { ...item, value: positive, type: fc.constantFrom('a', 'A', 'i', 'I', '1') },
            { requiredKeys: ['blocks', 'value'] },
          ),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      fc.record(
        {
          ...{ type: type('table'), cells: fc.array(fc.array(cell, { maxLength: 2 }), { maxLength: 2 }) },
          ...{ is_bordered: flag, is_striped: flag, caption: text },
        },
        { requiredKeys: ['type', 'cells'] },
      ),
      fc.record(
        {
          ...{ type: type('map'), zoom: fc.integer({ min: 13, max: 20 }), width: positive, height: positive },
          location: fc.record({
            latitude: fc.integer({ min: -90, max: 90 }),
            longitude: fc.integer({ min: -180, max: 180 }),
          }),
          caption,
        },
        { requiredKeys: ['type', 'zoom', 'width', 'height', 'location'] },
      ),
      fc.record(
        { type: fc.constantFrom('collage', 'slideshow'), blocks, caption },
        { requiredKeys: ['type', 'blocks'] },
      ),
    ),
  }
})

const noFile = () => Promise.reject(new Error('there are no files in it'))

/** As a server stores it: a place has been found, which is all that is different. */
function stored(block: api.PageBlock): api.PageBlock {
  return decode('PageBlock', encode(withPlaces(block)))
}

function withPlaces(block: api.PageBlock): api.PageBlock {
  switch (block._) {
    case 'inputPageBlockMap': {
      const { geo, zoom, w, h, caption } = block
      if (geo._ !== 'inputGeoPoint') throw new TypeError(geo._)
      const { lat, long } = geo
      return { _: 'pageBlockMap', geo: { _: 'geoPoint', lat, long, accessHash: 0n }, zoom, w, h, caption }
    }
    case 'pageBlockBlockquoteBlocks':
    case 'pageBlockDetails':
      return { ...block, blocks: block.blocks.map(withPlaces) }
    case 'pageBlockCollage':
    case 'pageBlockSlideshow':
      return { ...block, items: block.items.map(withPlaces) }
    case 'pageBlockList':
      return {
        ...block,
        items: block.items.map((item) => ('blocks' in item ? { ...item, blocks: item.blocks.map(withPlaces) } : item)),
      }
    case 'pageBlockOrderedList':
      return {
        ...block,
        items: block.items.map((item) => ('blocks' in item ? { ...item, blocks: item.blocks.map(withPlaces) } : item)),
      }
    default:
      return block
  }
}

/** Lists are told with the signs that stand before their items. */
function withoutLabels(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLabels)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (name === 'label' ? [] : [[name, withoutLabels(inner)]])),
  )
}

describe('rich texts', () => {
  it('are told as they are sent', () => {
    fc.assert(
      fc.property(text, (json) => {
        const rich = decode('RichText', encode(readRichText(json)))
        expect(viewRichText(seen, rich)).toEqual(json)
        expect(readRichText(viewRichText(seen, rich))).toEqual(readRichText(json))
      }),
    )
  })
})

describe('rich messages', () => {
  it('are told as they are sent, block within block', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, async (json) => {
        const read = await readRichBlocks(json, noFile)
        const rich: api.richMessage = { _: 'richMessage', blocks: read.map(stored), photos: [], documents: [] }
        expect(withoutLabels(viewRichMessage(seen, rich).blocks)).toEqual(withoutLabels(json))
      }),
    )
  })
})
