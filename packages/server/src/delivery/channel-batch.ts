import type { UserId } from '../ids.ts'
import { type ChannelHappening, concerned } from '../views/post-view.ts'
import type { ChannelAnnouncement } from './render.ts'

/** So much of one channel is told together at the most, by `pts`. */
const maxTogether = 100

/** What is told of a channel together: announcements that follow each other without a gap in `pts`. */
export interface ChannelBatch {
  readonly parts: readonly ChannelAnnouncement[]
  /** All of it as one. Of several parts none is kept from anybody: whose they are is told in an own way. */
  readonly whole: ChannelAnnouncement
}

/** Takes from the front of a queue what can be told together. */
export function takeBatch(waiting: ChannelAnnouncement[]): ChannelBatch | undefined {
  const first = waiting.shift()
  if (first === undefined) return undefined
  if (first.type !== 'channel') return { parts: [first], whole: first }
  const parts = [first]
  let last = first
  for (let next = waiting[0]; next?.type === 'channel'; next = waiting[0]) {
    if (next.from !== last.to || next.to - first.from > maxTogether) break
    waiting.shift()
    parts.push(next)
    last = next
  }
  const whole = parts.length === 1 ? first : { ...last, from: first.from, except: undefined }
  return { parts, whole }
}

/** A part of a batch, and whose doing it is or whom it names, as far as they are here to be told. */
export interface ConcernedPart {
  readonly part: ChannelAnnouncement
  readonly happenings: readonly ChannelHappening[]
  readonly doers: ReadonlySet<UserId>
}

/** @param ownerOf whose session it is that has the answer */
export function concernedParts(
  { parts }: ChannelBatch,
  happenings: readonly ChannelHappening[],
  ownerOf: (except: NonNullable<ChannelAnnouncement['except']>) => UserId | undefined,
): ConcernedPart[] {
  return parts.map((part) => {
    const its =
      part.type === 'channel' ? happenings.filter(({ pts }) => pts > part.from && pts <= part.to) : [...happenings]
    const doers = new Set(its.flatMap(concerned))
    const owner = part.except && ownerOf(part.except)
    if (owner !== undefined) doers.add(owner)
    return { part, happenings: its, doers }
  })
}

/** What one of those whose doing some of it is gets at once: all that others did, and each of the own apart. */
export type Telling =
  | { readonly type: 'of others'; readonly happenings: readonly ChannelHappening[] }
  | { readonly type: 'own'; readonly part: ChannelAnnouncement; readonly happenings: readonly ChannelHappening[] }

/** @param isTold whether the person has a device to be told of an own part */
export function tellingsFor(
  viewer: UserId,
  parts: readonly ConcernedPart[],
  isTold: (part: ChannelAnnouncement) => boolean,
): Telling[] {
  const tellings: Telling[] = []
  let ofOthers: ChannelHappening[] = []
  const tellOfOthers = (): void => {
    if (ofOthers.length > 0) tellings.push({ type: 'of others', happenings: ofOthers })
    ofOthers = []
  }
  for (const { part, happenings, doers } of parts) {
    if (!doers.has(viewer)) {
      ofOthers.push(...happenings)
    } else if (isTold(part)) {
      tellOfOthers()
      tellings.push({ type: 'own', part, happenings })
    }
  }
  tellOfOthers()
  return tellings
}
