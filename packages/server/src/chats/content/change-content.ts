import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { moveLiveLocation } from './locations.ts'
import { type NewContent, withContent } from './new-content.ts'

/**
 * A message with what it is to say now. A live location is changed on the basis of the one that was sent ("Live geolocations").
 * Throws the errors of `withContent`, `MEDIA_PREV_INVALID` for what is no live location, `MESSAGE_EDIT_TIME_EXPIRED` for one that is over.
 */
export function changeContent(
  ports: Pick<ServicePorts, 'random'>,
  before: api.message,
  change: NewContent,
  date: UnixTime,
): api.message {
  const { live, replyMarkup } = change
  if (live === undefined) return withContent(before, change)
  if (before.media?._ !== 'messageMediaGeoLive') throw badRequest('MEDIA_PREV_INVALID')
  return { ...before, media: moveLiveLocation(ports, before.media, live, date - before.date), replyMarkup }
}
