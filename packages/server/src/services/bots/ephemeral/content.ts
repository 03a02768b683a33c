import type { api } from '@chappe/tl-codec/api'
import { parseMedia } from '../../../chats/content/parse-media.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import type { UserId } from '../../../ids.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { ttlOf } from '../../../rules/media-ttl.ts'

/** What others answer, change or pay for, which there are none of here (TDLib, `sendEphemeralMessage`). */
const notShownToOne: ReadonlySet<api.InputMedia['_']> = new Set<api.InputMedia['_']>([
  'inputMediaDice',
  'inputMediaGame',
  'inputMediaGeoLive',
  'inputMediaInvoice',
  'inputMediaPaidMedia',
  'inputMediaPoll',
  'inputMediaStory',
  'inputMediaTodo',
])

/** Throws `MEDIA_INVALID` for what is not shown to one alone, and `TTL_MEDIA_INVALID` for what destroys itself. */
export async function parseEphemeralMedia(
  ports: ServicePorts,
  userId: UserId,
  input: api.InputMedia | undefined,
): Promise<api.MessageMedia | undefined> {
  if (input === undefined || input._ === 'inputMediaEmpty') return undefined
  if (notShownToOne.has(input._)) throw badRequest('MEDIA_INVALID')
  const { media } = await parseMedia(ports, userId, input)
  if (ttlOf(media) !== undefined) throw badRequest('TTL_MEDIA_INVALID')
  return media
}
