import { type api, decode, encode } from '@chappe/tl-codec/api'
import { tdFileId } from '@mtcute/file-id'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MediaKind, readMedia } from '../methods/media-kinds.ts'
import { readContact, readPoint, readVenue } from '../params/places.ts'
import { documentIds, sizeIds } from '../views/file-ids.ts'
import { viewMedia } from '../views/media.ts'
import { fileReference, long, paramsOf, seen, word } from './arbitraries.fixture.ts'

const { FileType } = tdFileId

const stored = (media: api.MessageMedia): api.MessageMedia => decode('MessageMedia', encode(media))

const place = fc.record(
  {
    latitude: fc.integer({ min: -90, max: 90 }),
    longitude: fc.integer({ min: -180, max: 180 }),
    horizontal_accuracy: fc.integer({ min: 1, max: 1_500 }),
  },
  { requiredKeys: ['latitude', 'longitude'] },
)

function pointOf({ lat, long, accuracyRadius }: api.inputGeoPoint): api.geoPoint {
  return { _: 'geoPoint', lat, long, accuracyRadius, accessHash: 1n }
}

describe('places and contacts', () => {
  it('are told as they are sent', () => {
    fc.assert(
      fc.property(place, (json) => {
        const geo = pointOf(readPoint(paramsOf(json)))
        expect(viewMedia(seen, stored({ _: 'messageMediaGeo', geo })).location).toEqual(json)
      }),
    )
  })

  it('are told as they are sent where they have a name', () => {
    const found = fc.oneof(
      fc.record({ foursquare_id: word, foursquare_type: word }, { requiredKeys: ['foursquare_id'] }),
      fc.record({ google_place_id: word, google_place_type: word }, { requiredKeys: ['google_place_id'] }),
      fc.constant({}),
    )
    fc.assert(
      fc.property(place, word, word, found, (location, title, address, named) => {
        const { geoPoint, ...rest } = readVenue(paramsOf({ ...location, title, address, ...named }))
        if (geoPoint._ !== 'inputGeoPoint') throw new TypeError(geoPoint._)
        const told = viewMedia(seen, stored({ _: 'messageMediaVenue', geo: pointOf(geoPoint), ...rest }))
        expect(told).toEqual({ location, venue: { location, title, address, ...named } })
      }),
    )
  })

  it('are told as they are sent where they are people', () => {
    const contact = fc.record(
      { phone_number: word, first_name: word, last_name: word, vcard: word },
      { requiredKeys: ['phone_number', 'first_name'] },
    )
    fc.assert(
      fc.property(contact, (json) => {
        const media = stored({ _: 'messageMediaContact', ...readContact(paramsOf(json)), userId: 0n })
        expect(viewMedia(seen, media).contact).toEqual(json)
      }),
    )
  })
})

const named = { id: long, accessHash: long, fileReference }
const types: readonly (readonly [MediaKind, tdFileId.FileType])[] = [
  ...([
    ['document', FileType.Document],
    ['video', FileType.Video],
    ['animation', FileType.Animation],
  ] as const),
  ...([
    ['audio', FileType.Audio],
    ['voice', FileType.VoiceNote],
    ['video_note', FileType.VideoNote],
  ] as const),
  ['sticker', FileType.Sticker],
]

describe('files by their file_id', () => {
  it('are the same documents, of each kind, with what is said of them', () => {
    fc.assert(
      fc.property(fc.record(named), fc.constantFrom(...types), fc.boolean(), (input, [kind, type], has_spoiler) => {
        const document: api.document = {
          ...{ _: 'document', ...input, dcId: 2, date: 1, mimeType: 'a/b', size: 1n, attributes: [] },
        }
        const { file_id } = documentIds(document, type)
        const media = readMedia(kind, paramsOf({ [kind]: file_id, has_spoiler }))
        const id: api.inputDocument = { _: 'inputDocument', ...input }
        expect(media).toEqual({ _: 'inputMediaDocument', id, spoiler: has_spoiler || undefined })
      }),
    )
  })

  it('are the same photos, and never documents, nor the other way round', () => {
    fc.assert(
      fc.property(fc.record(named), fc.constantFrom(...types), (input, [kind, type]) => {
        const photo: api.photo = { ...{ _: 'photo', ...input, dcId: 2, date: 1, sizes: [] } }
        const { file_id } = sizeIds(photo, 'x')
        const id: api.inputPhoto = { _: 'inputPhoto', ...input }
        expect(readMedia('photo', paramsOf({ photo: file_id }))).toEqual({
          _: 'inputMediaPhoto',
          id,
          spoiler: undefined,
        })
        expect(() => readMedia(kind, paramsOf({ [kind]: file_id }))).toThrow('type of file mismatch')
        const document: api.document = {
          ...{ _: 'document', ...input, dcId: 2, date: 1, mimeType: 'a/b', size: 1n, attributes: [] },
        }
        const other = documentIds(document, type).file_id
        expect(() => readMedia('photo', paramsOf({ photo: other }))).toThrow('type of file mismatch')
      }),
    )
  })
})
