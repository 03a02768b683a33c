import type { api } from '@chappe/tl-codec/api'
import type { FilmFacts } from '../../media/film/films.ts'
import { cleanAttributes } from './attributes.ts'
import type { DocumentFacts } from './documents.ts'

/** Whether a file is said to be a film or a sound, without what clients need to show it as one. */
export function missingIn({ mimeType, attributes }: DocumentFacts): boolean {
  const has = (name: api.DocumentAttribute['_']): boolean => attributes.some(({ _ }) => _ === name)
  if (mimeType.startsWith('video/')) return !has('documentAttributeVideo')
  return mimeType.startsWith('audio/') && !has('documentAttributeAudio')
}

/** What was found, beside what its sender has said. */
export function withFacts({ mimeType, attributes }: DocumentFacts, facts: FilmFacts): DocumentFacts {
  const found = mimeType.startsWith('video/') ? videoOf(facts) : soundOf(facts)
  return { mimeType, attributes: found === undefined ? attributes : [...cleanAttributes([found]), ...attributes] }
}

function videoOf({ seconds, picture, hasSound }: FilmFacts): api.documentAttributeVideo | undefined {
  if (picture === undefined) return undefined
  const nosound = hasSound ? undefined : true
  return { _: 'documentAttributeVideo', duration: seconds, w: picture.w, h: picture.h, nosound }
}

function soundOf({ seconds, title, performer }: FilmFacts): api.documentAttributeAudio {
  return { _: 'documentAttributeAudio', duration: Math.round(seconds), title, performer }
}

/** What a GIF is called and said to be once it is a film ("Working with GIFs"). */
export function asAnimation({ attributes }: DocumentFacts, facts: FilmFacts): DocumentFacts {
  const video = videoOf({ ...facts, hasSound: false })
  const kept = attributes.flatMap((attribute): api.DocumentAttribute[] => {
    if (attribute._ === 'documentAttributeFilename') return [{ ...attribute, fileName: `${attribute.fileName}.mp4` }]
    const isReplaced = attribute._ === 'documentAttributeVideo' || attribute._ === 'documentAttributeImageSize'
    return isReplaced ? [] : [attribute]
  })
  return { mimeType: 'video/mp4', attributes: video === undefined ? kept : [video, ...kept] }
}

export function secondsOf(attributes: readonly api.DocumentAttribute[]): number {
  return attributes.find((attribute) => attribute._ === 'documentAttributeVideo')?.duration ?? 0
}
