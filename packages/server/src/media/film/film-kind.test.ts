import fc from 'fast-check'
import { expect, it } from 'vitest'
import { filmKind } from './film-kind.ts'

const heads: readonly (readonly [string, string | undefined])[] = [
  ['\0\0\0\x20ftypisom', 'mov'],
  ['\x1aE\xdf\xa3\x01', 'matroska'],
  ['GIF89a', 'gif'],
  ['OggS\0', 'ogg'],
  ['fLaC', 'flac'],
  ['RIFF\0\0\0\0WAVE', 'wav'],
  ['ID3\x04', 'mp3'],
  ['\xff\xfb\x90', 'mp3'],
  ['RIFF\0\0\0\0WEBP', undefined],
  ['#EXTM3U\n', undefined],
  ['ffconcat version 1.0', undefined],
  ['<?xml version="1.0"?><MPD', undefined],
  ['', undefined],
]

it.each(heads)('%j is %s', (head, kind) => {
  expect(filmKind(Buffer.from(head, 'latin1'))).toBe(kind)
})

it('no text is a film: what lists other files is never read as one', () => {
  const text = fc.string({ unit: fc.constantFrom(...'abcxyzEM#:/ \n01"\'<>=?.') })
  fc.assert(fc.property(text, (one) => filmKind(Buffer.from(one, 'latin1')) === undefined))
})
