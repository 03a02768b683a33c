import type { api } from '@chappe/tl-codec/api'
import { invalid } from './refusal.ts'

/** "Self-destructing media": how long a photo or a file may stay once it was opened; the last is for what is seen once. */
const maxTtl = 60
const viewOnce = 0x7fff_ffff
/** Who opens what is to be seen once still has to load it. */
const viewOnceSeconds = 60

/** Throws for a time that there is not. */
export function checkMediaTtl(ttlSeconds: number | undefined): number | undefined {
  if (ttlSeconds === undefined) return undefined
  if (ttlSeconds !== viewOnce && (ttlSeconds < 1 || ttlSeconds > maxTtl)) throw invalid('TTL_MEDIA_INVALID')
  return ttlSeconds
}

/** After how many seconds media goes, from when it was opened on; undefined for what stays. */
export function ttlOf(media: api.MessageMedia | undefined): number | undefined {
  return media?._ === 'messageMediaPhoto' || media?._ === 'messageMediaDocument' ? media.ttlSeconds : undefined
}

/** Once this was opened, so many seconds are left. */
export function secondsLeft(ttl: number): number {
  return ttl === viewOnce ? viewOnceSeconds : ttl
}

/** The same media after its time is over: that it was there, and no file. */
export function withoutFile(media: api.MessageMedia): api.MessageMedia {
  if (media._ === 'messageMediaPhoto') return { _: media._, ttlSeconds: media.ttlSeconds }
  if (media._ !== 'messageMediaDocument') return media
  const { video, round, voice, ttlSeconds } = media
  return { _: media._, video, round, voice, ttlSeconds }
}

/** Whether media may be sent so: to somebody else in private, alone and now. */
export function mayExpire(media: readonly (api.MessageMedia | undefined)[], isToOne: boolean): boolean {
  return (isToOne && media.length === 1) || media.every((one) => ttlOf(one) === undefined)
}
